UPDATE outbox
SET state = 'given-up', error = ?, finished_at = NOW()
WHERE id = ? AND state IN ('parked', 'waiting') AND (leased_until IS NULL OR leased_until < NOW())
