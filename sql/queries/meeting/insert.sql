INSERT INTO meeting (reference, starts_at, minutes, zone, place, changed_by, changed_at)
VALUES (?, ?, ?, ?, ?, ?, ?)
