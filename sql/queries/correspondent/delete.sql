DELETE FROM correspondent WHERE request_id = ? AND person = ?
