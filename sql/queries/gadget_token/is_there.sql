SELECT 1 FROM gadget_token WHERE token_hash = ?
