UPDATE incoming_mail SET raw_kept = FALSE WHERE id = ?
