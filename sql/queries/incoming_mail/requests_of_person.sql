-- Where their mail is on record.
SELECT DISTINCT r.id, r.reference
FROM incoming_mail m JOIN support_request r ON r.id = m.request_id
WHERE m.person = ?
ORDER BY r.id
