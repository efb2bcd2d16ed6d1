UPDATE mail_preference SET confirmed = 1 WHERE person = ? AND generation = ? AND mail IS NOT NULL
