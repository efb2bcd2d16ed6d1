INSERT INTO event (request_id, seq, at, by_person, capacity, policy_version, kind, data)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
