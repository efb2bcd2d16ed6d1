SELECT r.reference
FROM support_request r
WHERE r.id IN (SELECT e.request_id FROM event e WHERE e.by_person = ?)
ORDER BY r.id
