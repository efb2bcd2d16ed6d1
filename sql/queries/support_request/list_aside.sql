-- What the viewer stood aside from and what is not published, by nothing but what they still see of it.
SELECT
  r.reference, r.title, r.stage, r.outcome, r.priority, r.requester, r.waiting_for, r.question_open,
  r.promise_who, r.promise_by, r.received_at, r.closed_at, r.due_order, r.published, r.shown_name,
  NULL AS requester_name, NULL AS owner_name, m.aside, m.gave_feedback, m.mentioned,
  NULL AS page
FROM member_standing m
JOIN support_request r ON r.id = m.request_id
WHERE m.person = :viewer AND m.aside AND NOT r.published AND NOT (r.requester <=> :viewer)
  AND (:open_only = 0 OR r.due_order < :closed_from)
  AND (:stage IS NULL OR r.stage = :stage)
  AND (:outcome IS NULL OR r.outcome = :outcome)
  AND (:small IS NULL OR (COALESCE(r.outcome, '') = 'answered') = :small)
  AND (:year IS NULL OR r.received_year = :year)
  AND (:text IS NULL OR r.reference = :exact
    OR (r.title LIKE :text AND CONCAT(' ', REGEXP_REPLACE(r.title, :between, ' ')) LIKE :begun))
ORDER BY r.received_at DESC, r.reference
LIMIT 200
