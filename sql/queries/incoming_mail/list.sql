SELECT m.id, m.reference, m.arrived_at, m.bytes, m.message_id, m.from_mail, m.from_name, m.subject, m.person,
  m.writer, m.outcome, m.reason, m.state, r.reference AS request, r.title, m.may_answer, m.sealed, m.raw_kept
FROM incoming_mail m LEFT JOIN support_request r ON r.id = m.request_id
WHERE m.state = ? AND m.id < ?
ORDER BY m.id DESC
LIMIT ?
