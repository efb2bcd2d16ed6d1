SELECT mail FROM mail_preference WHERE person = ? AND mail IS NOT NULL
