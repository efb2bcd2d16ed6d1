SELECT r.reference, m.kind
FROM sent_mail m JOIN support_request r ON r.id = m.request_id
WHERE m.addressee = ? AND m.reason = CONCAT('digest ', ?)
ORDER BY m.id
LIMIT 200
