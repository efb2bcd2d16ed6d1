DELETE FROM prose WHERE request_id = ? AND seq = ?
