INSERT INTO mail_text (mail_id, body) VALUES (?, ?) ON DUPLICATE KEY UPDATE body = VALUES(body)
