-- What is before the committee, who waits longest first.
SELECT reference FROM support_request
WHERE stage IN ('with-committee', 'awaiting-go')
ORDER BY received_at, reference
LIMIT ?
