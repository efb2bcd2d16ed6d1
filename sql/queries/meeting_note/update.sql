UPDATE meeting_note n JOIN meeting m ON m.id = n.meeting_id
SET n.version = n.version + 1, n.public_text = :public_text, n.internal_text = :internal_text,
  n.by_person = :by_person, n.at = :at
WHERE m.reference = :meeting AND n.subject = :subject AND n.version = :version
