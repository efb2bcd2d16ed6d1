UPDATE outbox
SET state = ?, lease = NULL, leased_until = NULL, error = ?, finished_at = NOW()
WHERE id = ? AND lease = ? AND state = 'waiting'
