INSERT INTO prose (request_id, seq, n, salt, body)
VALUES (?, ?, ?, ?, ?)
