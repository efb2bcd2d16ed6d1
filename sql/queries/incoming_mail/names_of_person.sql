SELECT reference FROM incoming_mail WHERE person = ?
