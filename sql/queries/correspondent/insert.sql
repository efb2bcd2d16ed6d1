INSERT IGNORE INTO correspondent (request_id, person, mail, name, part, since) VALUES (?, ?, ?, ?, ?, ?)
