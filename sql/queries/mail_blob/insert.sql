INSERT INTO mail_blob (mail_id, item, piece, body) VALUES (?, ?, ?, ?)
