UPDATE shared_page
SET lease = ?, leased_until = NOW() + INTERVAL ? SECOND, attempts = attempts + 1
WHERE name = ? AND state = 'waiting' AND (leased_until IS NULL OR leased_until < NOW())
