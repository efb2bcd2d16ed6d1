-- The whole record of a request: each event once for each of its texts, in no order. To put texts in
-- order the database would write a table to disk, which takes several times as long as all the rest.
SELECT r.id, r.changes, w.title AS page, e.seq, e.at, e.by_person, e.capacity, e.data, p.n, p.body
FROM support_request r
JOIN event e ON e.request_id = r.id
LEFT JOIN prose p ON p.request_id = e.request_id AND p.seq = e.seq
LEFT JOIN wiki_page w ON w.request_id = r.id
WHERE r.reference = ?
