INSERT INTO lease (name, holder, held_until) VALUES (?, ?, '9999-12-31 00:00:00')
