SELECT o.id, r.reference, r.title, o.kind, o.note, o.attempts, o.state, o.error,
  UNIX_TIMESTAMP(o.created_at) AS created_at, UNIX_TIMESTAMP(o.due_at) AS due_at
FROM outbox o JOIN support_request r ON r.id = o.request_id
WHERE o.kind <> 'mail' AND (o.state = 'parked' OR (o.state = 'waiting' AND o.attempts > 1))
ORDER BY o.id
LIMIT 200
