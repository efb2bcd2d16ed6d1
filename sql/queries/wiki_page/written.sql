UPDATE wiki_page w JOIN support_request r ON r.id = w.request_id
SET w.digest = ?, w.revision = ?, w.page_id = ?
WHERE r.reference = ?
