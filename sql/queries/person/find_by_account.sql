SELECT id FROM person WHERE issuer = ? AND sub = ?
