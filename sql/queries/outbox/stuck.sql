-- Without those of requests from which the viewer stood aside: a job tells what happened. Moments are
-- told by the clock that people see, whatever the database's own shows.
SELECT o.id, r.reference, r.title, o.kind, o.note, o.attempts, o.state, o.error,
  :now - TIMESTAMPDIFF(SECOND, o.created_at, NOW()) AS created_at,
  :now + TIMESTAMPDIFF(SECOND, NOW(), o.due_at) AS due_at
FROM outbox o JOIN support_request r ON r.id = o.request_id
LEFT JOIN member_standing m ON m.request_id = o.request_id AND m.person = :viewer
WHERE o.kind <> 'mail' AND COALESCE(m.aside, FALSE) = FALSE
  AND (o.state = 'parked' OR (o.state = 'waiting' AND o.attempts > 1))
ORDER BY o.id
LIMIT 200
