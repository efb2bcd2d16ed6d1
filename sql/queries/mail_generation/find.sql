SELECT g.generation
FROM mail_generation g JOIN support_request r ON r.id = g.request_id
WHERE r.reference = ? AND g.person = ?
