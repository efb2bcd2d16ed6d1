INSERT INTO popup_code (code_hash, person, origin, challenge, expires_at)
VALUES (?, ?, ?, ?, NOW() + INTERVAL 60 SECOND)
