SELECT message_id
FROM sent_mail
WHERE request_id = (SELECT id FROM support_request WHERE reference = ?) AND addressee = ? AND id < ?
  AND state IN ('sent', 'bounced') AND kind NOT IN ('confirm-address', 'wiki-note')
ORDER BY id DESC
LIMIT 12
