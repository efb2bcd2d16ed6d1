SELECT person, key_id, access, refresh FROM oauth_token WHERE key_id <> ? LIMIT 100
