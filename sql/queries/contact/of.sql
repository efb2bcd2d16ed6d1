SELECT reach, mail FROM contact WHERE request_id = ?
