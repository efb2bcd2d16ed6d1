INSERT INTO mail_generation (request_id, person, generation)
SELECT id, ?, 1 FROM support_request WHERE reference = ?
ON DUPLICATE KEY UPDATE generation = generation + 1
