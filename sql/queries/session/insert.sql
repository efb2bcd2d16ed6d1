INSERT INTO session (token_hash, person, expires_at) VALUES (?, ?, NOW() + INTERVAL 14 DAY)
