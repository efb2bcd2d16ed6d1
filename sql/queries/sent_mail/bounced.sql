UPDATE sent_mail
SET state = 'bounced', reason = ?
WHERE message_id = ? AND state IN ('sent', 'waiting')
