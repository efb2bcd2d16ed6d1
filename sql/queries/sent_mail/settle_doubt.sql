-- A person looked and wants it sent again.
UPDATE sent_mail m JOIN outbox o ON o.mail_id = m.id
SET m.in_doubt = 0
WHERE o.id = ?
