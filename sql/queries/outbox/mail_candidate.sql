-- Mail waits for the wiki's jobs of its request that were queued before it, so that what it links to
-- is there, and for earlier mail to the same person about the same request.
SELECT o.id
FROM outbox o JOIN sent_mail m ON m.id = o.mail_id
WHERE o.state = 'waiting'
  AND o.kind = 'mail'
  AND o.due_at <= NOW()
  AND (o.leased_until IS NULL OR o.leased_until < NOW())
  AND NOT EXISTS (
    SELECT 1 FROM outbox earlier
    WHERE earlier.request_id = o.request_id AND earlier.id < o.id
      AND earlier.state IN ('waiting', 'parked')
      AND earlier.kind NOT IN ('unpublished-number', 'mail', 'wiki-mail'))
  AND NOT EXISTS (
    SELECT 1 FROM outbox earlier JOIN sent_mail em ON em.id = earlier.mail_id
    WHERE earlier.request_id = o.request_id AND earlier.id < o.id
      AND earlier.state = 'waiting' AND em.addressee = m.addressee
      AND (earlier.due_at <= NOW() OR earlier.attempts > 0))
ORDER BY o.due_at, o.id
LIMIT 1
