SELECT TIMESTAMPDIFF(SECOND, MIN(created_at), NOW())
FROM outbox
WHERE state = 'waiting' AND kind NOT IN ('mail', 'wiki-mail')
