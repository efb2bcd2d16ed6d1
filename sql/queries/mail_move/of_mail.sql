SELECT at, by_person, from_state, from_request, to_state, to_request, reason
FROM mail_move WHERE mail_id = ? ORDER BY id
