UPDATE outbox
SET state = 'given-up', error = ?, finished_at = NOW()
WHERE id = ? AND state IN ('parked', 'waiting') AND (leased_until IS NULL OR leased_until < NOW())
  AND NOT EXISTS (
    SELECT 1 FROM member_standing m WHERE m.request_id = outbox.request_id AND m.person = ? AND m.aside)
