SELECT message_id
FROM sent_mail
WHERE request_id = (SELECT id FROM support_request WHERE reference = ?) AND addressee = ? AND id < ?
  AND state IN ('sent', 'bounced') AND kind <> 'confirm-address'
ORDER BY id DESC
LIMIT 12
