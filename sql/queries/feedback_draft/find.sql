SELECT key_id, body, saved_at FROM feedback_draft WHERE request = ? AND person = ?
