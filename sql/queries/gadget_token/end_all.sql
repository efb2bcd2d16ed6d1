DELETE FROM gadget_token WHERE person = ?
