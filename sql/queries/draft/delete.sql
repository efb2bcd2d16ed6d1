DELETE FROM draft WHERE word_hash = ?
