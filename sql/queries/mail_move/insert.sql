INSERT INTO mail_move (mail_id, at, by_person, from_state, from_request, to_state, to_request, reason)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
