-- Whether what is remembered of a record still holds.
SELECT r.id, r.changes, w.title AS page
FROM support_request r
LEFT JOIN wiki_page w ON w.request_id = r.id
WHERE r.reference = ?
