SELECT person, mail, name, part FROM correspondent WHERE request_id = ? ORDER BY since, person
