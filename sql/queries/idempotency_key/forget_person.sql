DELETE FROM idempotency_key WHERE person = ?
