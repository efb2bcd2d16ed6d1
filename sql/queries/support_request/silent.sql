SELECT reference, title, updated_at
FROM support_request
WHERE due_order < ? AND updated_at < ?
ORDER BY updated_at, reference
LIMIT 20
