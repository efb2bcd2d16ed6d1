SELECT key_id, body FROM draft WHERE word_hash = ? AND expires_at > NOW()
