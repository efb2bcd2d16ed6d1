UPDATE sent_mail m JOIN outbox o ON o.mail_id = m.id
SET m.state = 'dropped', m.reason = o.error
WHERE o.id = ? AND o.state = 'given-up' AND m.state = 'waiting'
