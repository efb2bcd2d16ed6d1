INSERT INTO writing (request_id, person, until)
SELECT id, ?, NOW() + INTERVAL ? SECOND FROM support_request WHERE reference = ?
ON DUPLICATE KEY UPDATE until = VALUES(until)
