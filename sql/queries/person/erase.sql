DELETE FROM person WHERE id = ?
