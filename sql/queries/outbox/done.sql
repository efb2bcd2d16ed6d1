UPDATE outbox
SET state = 'done', lease = NULL, leased_until = NULL, error = NULL, finished_at = NOW()
WHERE id = ? AND lease = ? AND state = 'waiting'
