SELECT id, at, by_person, kind, subject, seq FROM erasure ORDER BY at, id
