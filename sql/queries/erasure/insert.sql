-- One that is on record already stays as it is.
INSERT IGNORE INTO erasure (id, at, by_person, kind, subject, seq) VALUES (?, ?, ?, ?, ?, ?)
