UPDATE sent_mail
SET state = ?, reason = ?, sent_at = ?, in_doubt = 0
WHERE id = ? AND state = 'waiting'
