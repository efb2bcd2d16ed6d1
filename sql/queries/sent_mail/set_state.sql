UPDATE sent_mail SET state = ?, by_person = ? WHERE id = ? AND state = ?
