SELECT CONCAT_WS(' ', r.title, r.requester_name, r.shown_name, p.name)
FROM support_request r LEFT JOIN person p ON p.id = r.requester
WHERE r.id = ?
