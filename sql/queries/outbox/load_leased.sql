SELECT o.id, o.lease, r.reference, o.kind, o.note, o.cause, o.as_person, o.token, o.attempts, o.mail_id, m.in_doubt
FROM outbox o JOIN support_request r ON r.id = o.request_id LEFT JOIN sent_mail m ON m.id = o.mail_id
WHERE o.lease = ? AND o.state = 'waiting'
ORDER BY o.id
