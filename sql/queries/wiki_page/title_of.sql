SELECT title FROM wiki_page WHERE request_id = ? AND page_id IS NOT NULL
