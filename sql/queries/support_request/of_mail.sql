SELECT r.id, r.reference, r.requester, c.mail
FROM support_request r LEFT JOIN contact c ON c.request_id = r.id
WHERE r.reference IN (?)
