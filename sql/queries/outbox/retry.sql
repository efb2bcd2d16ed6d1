UPDATE outbox
SET state = 'waiting', due_at = NOW(), error = NULL
WHERE id = ? AND state IN ('parked', 'waiting') AND (leased_until IS NULL OR leased_until < NOW())
