INSERT INTO outbox (request_id, kind, note, cause, as_person, token, mail_id)
VALUES (?, ?, ?, ?, ?, ?, ?)
