UPDATE outbox
SET state = 'parked', lease = NULL, leased_until = NULL, error = ?
WHERE id = ? AND lease = ? AND state = 'waiting'
