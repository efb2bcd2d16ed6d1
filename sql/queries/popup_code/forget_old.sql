DELETE FROM popup_code WHERE expires_at < NOW() LIMIT 1000
