SELECT n.subject, n.version, n.public_text, n.internal_text
FROM meeting_note n JOIN meeting m ON m.id = n.meeting_id
WHERE m.reference = ?
