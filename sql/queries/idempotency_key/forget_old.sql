DELETE FROM idempotency_key WHERE created_at < NOW() - INTERVAL 7 DAY LIMIT 1000
