SELECT person, way, mail, confirmed, pace, ballot, language, generation FROM mail_preference WHERE person = ?
