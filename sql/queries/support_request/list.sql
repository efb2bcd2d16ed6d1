-- For those who work on requests: all of them, but for those that they stood aside from and that are
-- not published: of these they may not see when they are due, so they are a list of their own. What
-- is compared is what they see; see the projection of the row.
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
WHERE (r.published OR r.requester <=> :viewer OR m.aside IS NULL OR NOT m.aside)
  AND (:open_only = 0 OR r.due_order < :closed_from)
  AND (:after_order IS NULL OR (r.due_order >= :after_order
    AND (r.due_order > :after_order OR r.reference > :after_reference)))
  AND (:stage IS NULL OR r.stage = :stage)
  AND (:outcome IS NULL OR r.outcome = :outcome)
  AND (:small IS NULL OR (COALESCE(r.outcome, '') = 'answered') = :small)
  AND (:year IS NULL OR r.received_year = :year)
  AND (:priority IS NULL OR r.priority = :priority)
  AND (:late_before IS NULL OR r.promise_by < :late_before)
  AND (:turn IS NULL OR (CASE
    WHEN (r.requester <=> :viewer OR m.aside IS NULL OR NOT m.aside) THEN COALESCE(r.waiting_for, r.promise_who)
    ELSE r.promise_who END) = :turn)
  AND (:text IS NULL OR r.reference = :exact
    OR (r.title LIKE :text AND CONCAT(' ', REGEXP_REPLACE(r.title, :between, ' ')) LIKE :begun)
    OR ((CASE
      WHEN (r.requester <=> :viewer OR m.aside IS NULL OR NOT m.aside) THEN COALESCE(q.name, r.requester_name)
      ELSE r.shown_name END) LIKE :text
      AND CONCAT(' ', REGEXP_REPLACE((CASE
        WHEN (r.requester <=> :viewer OR m.aside IS NULL OR NOT m.aside) THEN COALESCE(q.name, r.requester_name)
        ELSE r.shown_name END), :between, ' ')) LIKE :begun))
ORDER BY r.due_order, r.reference
LIMIT :limit
