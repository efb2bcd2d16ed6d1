DELETE FROM feedback_draft WHERE person = ?
