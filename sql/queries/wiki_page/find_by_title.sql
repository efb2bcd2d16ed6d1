SELECT w.title, r.reference, w.digest, w.revision, w.page_id
FROM wiki_page w JOIN support_request r ON r.id = w.request_id
WHERE w.title = ?
