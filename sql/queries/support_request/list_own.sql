SELECT
  r.reference, r.title, r.stage, r.outcome, r.priority, r.requester, r.waiting_for, r.question_open,
  r.promise_who, r.promise_by, r.received_at, r.closed_at, r.due_order, r.published, r.shown_name,
  COALESCE(q.name, r.requester_name) AS requester_name, o.name AS owner_name,
  COALESCE(m.aside, FALSE) AS aside, COALESCE(m.gave_feedback, FALSE) AS gave_feedback,
  COALESCE(m.mentioned, FALSE) AS mentioned,
  w.title AS page
FROM support_request r
LEFT JOIN member_standing m ON m.request_id = r.id AND m.person = :viewer
LEFT JOIN person q ON q.id = r.requester
LEFT JOIN person o ON o.id = r.owner
LEFT JOIN wiki_page w ON w.request_id = r.id
WHERE r.requester = :viewer
ORDER BY r.received_at DESC, r.reference
LIMIT 200
