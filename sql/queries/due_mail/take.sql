DELETE FROM due_mail WHERE request_id = ? AND kind = ? AND seq = ?
