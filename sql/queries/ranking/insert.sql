INSERT INTO ranking (minutes, chosen, reason, recorded_by, recorded_at) VALUES (?, ?, ?, ?, ?)
