DELETE FROM mail_preference WHERE person = ?
