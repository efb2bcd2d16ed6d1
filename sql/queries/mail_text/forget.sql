DELETE FROM mail_text WHERE mail_id = ?
