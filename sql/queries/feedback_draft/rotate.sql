UPDATE feedback_draft SET key_id = ?, body = ? WHERE request = ? AND person = ? AND key_id = ? AND body = ?
