SELECT person FROM mail_preference WHERE mail = ? AND confirmed
