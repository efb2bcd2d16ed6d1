SELECT i.reference
FROM merged_request m
JOIN support_request r ON r.id = m.request_id
JOIN support_request i ON i.id = m.into_id
WHERE r.reference = ?
