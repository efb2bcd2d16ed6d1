-- Without those of requests on which the viewer's role does not count: a job tells what happened.
SELECT o.id, r.reference, r.title, m.addressee, m.kind, m.by_person, o.attempts, o.state, o.error,
  UNIX_TIMESTAMP(o.created_at) AS created_at, UNIX_TIMESTAMP(o.due_at) AS due_at,
  EXISTS (
    SELECT 1 FROM outbox earlier
    WHERE earlier.request_id = o.request_id AND earlier.id < o.id
      AND earlier.state IN ('waiting', 'parked')
      AND earlier.kind NOT IN ('unpublished-number', 'mail', 'wiki-mail')) AS behind_page
FROM outbox o
  JOIN sent_mail m ON m.id = o.mail_id
  LEFT JOIN support_request r ON r.id = o.request_id
  LEFT JOIN member_standing s ON s.request_id = o.request_id AND s.person = :viewer
WHERE o.kind = 'mail' AND COALESCE(s.aside, FALSE) = FALSE AND NOT (r.requester <=> :viewer)
  AND o.state IN ('waiting', 'parked')
ORDER BY o.state, o.id
LIMIT 200
