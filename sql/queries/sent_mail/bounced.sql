UPDATE sent_mail
SET state = ?, reason = ?
WHERE message_id = ? AND state IN ('sent', 'waiting')
