UPDATE outbox
SET lease = NULL, leased_until = NULL, error = ?, due_at = NOW() + INTERVAL ? SECOND
WHERE id = ? AND lease = ? AND state = 'waiting'
