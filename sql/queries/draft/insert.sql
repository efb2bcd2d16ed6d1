INSERT INTO draft (word_hash, key_id, body, expires_at) VALUES (?, ?, ?, NOW() + INTERVAL 2 HOUR)
