REPLACE INTO contact (request_id, reach, mail) VALUES (?, ?, ?)
