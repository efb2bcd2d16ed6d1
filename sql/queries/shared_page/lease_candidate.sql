SELECT name
FROM shared_page
WHERE state = 'waiting' AND due_at <= NOW() AND (leased_until IS NULL OR leased_until < NOW())
ORDER BY due_at, name
LIMIT 1
