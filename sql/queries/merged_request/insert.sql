INSERT INTO merged_request (request_id, into_id, by_person, at) VALUES (?, ?, ?, ?)
