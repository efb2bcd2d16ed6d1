UPDATE correspondent SET part = ? WHERE request_id = ? AND person = ?
