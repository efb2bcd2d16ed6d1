UPDATE sent_mail
SET in_reply_to = ?
WHERE request_id = ? AND addressee = ? AND state IN ('waiting', 'draft') AND in_reply_to IS NULL
