SELECT c.person, c.mail, c.name, c.part
FROM correspondent c JOIN support_request r ON r.id = c.request_id
WHERE r.reference = ? AND c.person = ? AND c.part = 'correspondent'
