SELECT o.id, o.lease, o.attempts, r.reference, m.id AS mail_id, m.message_id, m.addressee, m.kind, m.seq,
  m.by_person, m.in_reply_to, m.in_doubt, m.made_at, m.meeting, t.body
FROM outbox o
  JOIN sent_mail m ON m.id = o.mail_id
  LEFT JOIN support_request r ON r.id = o.request_id
  LEFT JOIN mail_text t ON t.mail_id = m.id
WHERE o.lease = ? AND o.state = 'waiting' AND o.kind = 'mail'
