SELECT id FROM support_request WHERE reference = ? FOR UPDATE
