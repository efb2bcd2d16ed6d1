SELECT n, name, media_type, bytes, kept FROM mail_attachment WHERE mail_id = ? ORDER BY n
