SELECT reference FROM support_request WHERE stage <> 'closed' ORDER BY id
