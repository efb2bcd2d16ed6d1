DELETE FROM writing WHERE person = ? AND request_id = (SELECT id FROM support_request WHERE reference = ?)
