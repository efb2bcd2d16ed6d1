INSERT INTO member_standing (request_id, person, aside, gave_feedback, mentioned) VALUES (?, ?, ?, ?, ?)
