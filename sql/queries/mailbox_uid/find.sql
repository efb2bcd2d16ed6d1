SELECT mail_id FROM mailbox_uid WHERE mailbox = ? AND uid_validity = ? AND uid = ?
