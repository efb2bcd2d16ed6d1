DELETE FROM contact
WHERE request_id IN (SELECT id FROM support_request WHERE closed_at < ?)
LIMIT 1000
