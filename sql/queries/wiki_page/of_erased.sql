-- Titles of requests whose own title was erased.
SELECT w.request_id
FROM wiki_page w JOIN support_request r ON r.id = w.request_id
WHERE r.title = '' AND NOT r.published
ORDER BY w.request_id
LIMIT 200
