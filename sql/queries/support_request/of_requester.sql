SELECT reference FROM support_request WHERE requester = ? ORDER BY id
