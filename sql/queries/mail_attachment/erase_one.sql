DELETE a FROM mail_attachment a JOIN incoming_mail m ON m.id = a.mail_id WHERE m.reference = ?
