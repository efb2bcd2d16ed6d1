SELECT r.reference
FROM correspondent c JOIN support_request r ON r.id = c.request_id
WHERE c.person = ?
ORDER BY r.id
