SELECT word_hash, key_id, body
FROM draft
WHERE key_id <> ? AND word_hash > ? AND expires_at > NOW()
ORDER BY word_hash
LIMIT 50
