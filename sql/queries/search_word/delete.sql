DELETE FROM search_word WHERE request_id = ?
