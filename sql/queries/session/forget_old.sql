DELETE FROM session WHERE expires_at < NOW() LIMIT 1000
