INSERT INTO ballot (person, request, place, saved_at) VALUES (?, ?, ?, ?)
