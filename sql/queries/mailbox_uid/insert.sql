INSERT IGNORE INTO mailbox_uid (mailbox, uid_validity, uid, mail_id) VALUES (?, ?, ?, ?)
