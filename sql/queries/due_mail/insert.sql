INSERT IGNORE INTO due_mail (request_id, kind, seq, due_at) VALUES (?, ?, ?, ?)
