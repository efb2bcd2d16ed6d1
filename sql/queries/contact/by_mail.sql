SELECT r.reference, r.requester
FROM contact c JOIN support_request r ON r.id = c.request_id
WHERE c.mail = ?
ORDER BY r.id DESC
LIMIT 200
