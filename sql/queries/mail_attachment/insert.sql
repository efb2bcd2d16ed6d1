INSERT INTO mail_attachment (mail_id, n, name, media_type, bytes, kept) VALUES (?, ?, ?, ?, ?, ?)
