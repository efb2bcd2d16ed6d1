DELETE w FROM wiki_page w JOIN support_request r ON r.id = w.request_id
WHERE r.reference = ? AND w.page_id IS NULL
