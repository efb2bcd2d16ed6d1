SELECT COUNT(*) FROM sent_mail WHERE addressee = ? AND state = 'gathered'
