-- Only the oldest unfinished job of a request may be leased, so that edits keep their order;
-- a parked one holds up its own request alone. The number of unpublished requests is of no request,
-- and mail has a lane of its own. What goes through the wiki's e-mail waits for what is
-- before it, and holds up nothing.
SELECT o.id
FROM outbox o
WHERE o.state = 'waiting'
  AND o.kind <> 'mail'
  AND o.due_at <= NOW()
  AND (o.leased_until IS NULL OR o.leased_until < NOW())
  AND (o.kind = 'unpublished-number' OR NOT EXISTS (
    SELECT 1 FROM outbox earlier
    WHERE earlier.request_id = o.request_id AND earlier.id < o.id
      AND earlier.state IN ('waiting', 'parked')
      AND earlier.kind NOT IN ('unpublished-number', 'mail', 'wiki-mail')))
ORDER BY o.due_at, o.id
LIMIT ?
