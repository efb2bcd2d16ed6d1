DELETE FROM meeting_note
WHERE subject = ?
