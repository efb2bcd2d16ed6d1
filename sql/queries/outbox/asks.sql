-- What somebody is asked to settle about a request's place on the wiki.
SELECT o.error
FROM outbox o JOIN support_request r ON r.id = o.request_id
WHERE r.reference = ? AND o.state = 'parked' AND o.kind NOT IN ('mail', 'wiki-mail')
ORDER BY o.id
LIMIT 1
