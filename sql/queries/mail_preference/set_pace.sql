UPDATE mail_preference SET pace = ?, changed_at = ? WHERE person = ?
