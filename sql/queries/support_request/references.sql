SELECT id, reference FROM support_request ORDER BY id
