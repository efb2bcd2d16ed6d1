SELECT d.request_id, r.reference, d.kind, d.seq
FROM due_mail d JOIN support_request r ON r.id = d.request_id
WHERE d.due_at <= ?
ORDER BY d.due_at, d.request_id
LIMIT 50
