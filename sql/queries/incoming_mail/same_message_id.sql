SELECT COUNT(*) FROM incoming_mail WHERE message_id_hash = ?
