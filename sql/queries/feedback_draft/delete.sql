DELETE FROM feedback_draft WHERE request = ? AND person = ?
