INSERT INTO wiki_page (request_id, title)
SELECT r.id, ? FROM support_request r WHERE r.reference = ?
