SELECT person, key_id, access, refresh
FROM oauth_token
WHERE key_id <> ? AND person > ?
ORDER BY person
LIMIT 50
