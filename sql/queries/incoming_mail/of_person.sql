SELECT arrived_at, subject, from_mail FROM incoming_mail WHERE person = ? ORDER BY id
