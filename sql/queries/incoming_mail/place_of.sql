SELECT r.id, r.reference
FROM incoming_mail m LEFT JOIN support_request r ON r.id = m.request_id
WHERE m.reference = ?
