SELECT stage, COUNT(*)
FROM support_request
WHERE stage <> 'closed'
GROUP BY stage
