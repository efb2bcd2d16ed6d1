SELECT m.id, r.reference, m.addressee, m.kind, m.seq, m.state, m.by_person, m.in_reply_to, m.message_id, m.made_at,
  t.body
FROM sent_mail m
  LEFT JOIN support_request r ON r.id = m.request_id
  LEFT JOIN mail_text t ON t.mail_id = m.id
WHERE m.id = ?
