SELECT m.id, m.addressee, m.kind, m.state, m.by_person,
  COALESCE(m.reason, IF(o.state = 'parked', o.error, NULL)) AS reason, m.made_at, m.sent_at, t.body,
  UNIX_TIMESTAMP(o.due_at) - UNIX_TIMESTAMP(NOW()) AS due_in
FROM sent_mail m
  LEFT JOIN mail_text t ON t.mail_id = m.id
  LEFT JOIN outbox o ON o.mail_id = m.id AND o.state IN ('waiting', 'parked')
WHERE m.request_id = (SELECT id FROM support_request WHERE reference = ?)
ORDER BY m.id DESC
LIMIT 200
