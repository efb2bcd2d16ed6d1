UPDATE sent_mail
SET state = 'dropped', reason = CONCAT('digest ', ?)
WHERE addressee = ? AND state = 'gathered'
