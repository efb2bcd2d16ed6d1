SELECT name FROM person WHERE id = ? FOR UPDATE
