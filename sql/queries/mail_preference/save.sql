INSERT INTO mail_preference (person, way, mail, confirmed, pace, ballot, language, changed_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON DUPLICATE KEY UPDATE way = VALUES(way), mail = VALUES(mail), confirmed = VALUES(confirmed), pace = VALUES(pace),
  ballot = VALUES(ballot), language = VALUES(language), changed_at = VALUES(changed_at), generation = generation + ?
