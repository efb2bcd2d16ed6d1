SELECT person, generation FROM mail_generation WHERE request_id = ?
