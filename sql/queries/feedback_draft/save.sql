INSERT INTO feedback_draft (request, person, key_id, body, saved_at) VALUES (?, ?, ?, ?, ?)
ON DUPLICATE KEY UPDATE key_id = VALUES(key_id), body = VALUES(body), saved_at = VALUES(saved_at)
