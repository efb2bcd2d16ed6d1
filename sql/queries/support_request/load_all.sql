-- The whole record of all requests, as `load` gives that of one.
SELECT r.id, r.changes, w.title AS page, e.seq, e.at, e.by_person, e.capacity, e.data, p.n, p.body
FROM support_request r
JOIN event e ON e.request_id = r.id
LEFT JOIN prose p ON p.request_id = e.request_id AND p.seq = e.seq
LEFT JOIN wiki_page w ON w.request_id = r.id
