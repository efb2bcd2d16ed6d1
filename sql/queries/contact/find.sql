SELECT c.reach, c.mail
FROM contact c JOIN support_request r ON r.id = c.request_id
WHERE r.reference = ?
