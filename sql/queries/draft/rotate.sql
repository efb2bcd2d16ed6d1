UPDATE draft SET key_id = ?, body = ? WHERE word_hash = ? AND key_id = ? AND body = ?
