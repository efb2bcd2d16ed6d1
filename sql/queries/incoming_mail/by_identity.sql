SELECT id, reference FROM incoming_mail WHERE identity = ?
