DELETE FROM member_standing WHERE request_id = ?
