INSERT INTO gadget_token (token_hash, person, origin, expires_at) VALUES (?, ?, ?, NOW() + INTERVAL 12 HOUR)
