-- What an account sent through the wiki within a day, and in how many seconds there is room again.
SELECT COUNT(*), COALESCE(TIMESTAMPDIFF(SECOND, NOW() - INTERVAL 1 DAY, MIN(tried_on)), 0)
FROM sent_mail
WHERE sender = 'wiki' AND tried_on > NOW() - INTERVAL 1 DAY AND (state = 'sent' OR in_doubt > 0)
