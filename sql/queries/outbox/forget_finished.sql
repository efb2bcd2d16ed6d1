DELETE FROM outbox
WHERE state IN ('done', 'given-up') AND finished_at < NOW() - INTERVAL 30 DAY
LIMIT 1000
