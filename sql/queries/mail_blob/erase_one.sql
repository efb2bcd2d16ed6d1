DELETE b FROM mail_blob b JOIN incoming_mail m ON m.id = b.mail_id WHERE m.reference = ?
