SELECT id FROM support_request WHERE requester = ? FOR UPDATE
