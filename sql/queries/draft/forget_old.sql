DELETE FROM draft WHERE expires_at < NOW() LIMIT 1000
