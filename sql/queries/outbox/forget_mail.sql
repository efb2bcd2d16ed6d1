DELETE FROM outbox
WHERE mail_id = ? AND state IN ('parked', 'waiting') AND (leased_until IS NULL OR leased_until < NOW())
