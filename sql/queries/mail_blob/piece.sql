SELECT body FROM mail_blob WHERE mail_id = ? AND item = ? AND piece = ?
