INSERT INTO outbox (request_id, kind, cause, token, mail_id, due_at)
VALUES (?, 'mail', ?, ?, ?, NOW() + INTERVAL ? SECOND)
