SELECT made_at, kind FROM sent_mail WHERE addressee = ? ORDER BY id
