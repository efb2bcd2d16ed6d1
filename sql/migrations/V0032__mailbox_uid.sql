-- Which messages of a mailbox were handled, by the mailbox's own numbers (RFC 9051, 2.3.1.1).
CREATE TABLE mailbox_uid (
  mailbox VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  uid_validity INT UNSIGNED NOT NULL,
  uid INT UNSIGNED NOT NULL,
  mail_id BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (mailbox, uid_validity, uid),
  CONSTRAINT mailbox_uid_mail FOREIGN KEY (mail_id) REFERENCES incoming_mail (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
