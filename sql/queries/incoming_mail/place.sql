UPDATE incoming_mail SET state = ?, request_id = ? WHERE id = ?
