DELETE FROM merged_request WHERE request_id = ?
