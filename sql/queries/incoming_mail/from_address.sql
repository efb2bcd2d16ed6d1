SELECT reference, person FROM incoming_mail WHERE from_mail = ? ORDER BY id
