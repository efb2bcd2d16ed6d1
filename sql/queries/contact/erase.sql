DELETE FROM contact WHERE request_id = ?
