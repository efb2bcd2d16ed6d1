INSERT INTO meeting_note (meeting_id, subject, version, public_text, internal_text, by_person, at)
SELECT id, :subject, 1, :public_text, :internal_text, :by_person, :at
FROM meeting
WHERE reference = :meeting
