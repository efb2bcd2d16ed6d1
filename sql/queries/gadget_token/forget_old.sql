DELETE FROM gadget_token WHERE expires_at < NOW() LIMIT 1000
