-- Joins nothing of people: names are no part of a look-up.
SELECT
  r.reference, r.title, r.stage, r.outcome, r.priority, r.requester, r.waiting_for, r.question_open,
  r.promise_who, r.promise_by, r.received_at, r.closed_at, r.due_order, r.published, r.shown_name,
  r.requester_name, NULL AS owner_name,
  COALESCE(m.aside, FALSE) AS aside, COALESCE(m.gave_feedback, FALSE) AS gave_feedback,
  COALESCE(m.mentioned, FALSE) AS mentioned,
  w.title AS page
FROM wiki_page w
JOIN support_request r ON r.id = w.request_id
LEFT JOIN member_standing m ON m.request_id = r.id AND m.person = ?
WHERE w.title IN (?)
