SELECT w.person
FROM writing w JOIN support_request r ON r.id = w.request_id
WHERE r.reference = ? AND w.person <> ? AND w.until > NOW()
