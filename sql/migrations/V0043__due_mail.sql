-- Mail that will be due: follow-ups and reminders, by the clock that people see.
CREATE TABLE due_mail (
  request_id BIGINT UNSIGNED NOT NULL,
  kind VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  seq INT UNSIGNED NOT NULL,
  due_at BIGINT NOT NULL,
  PRIMARY KEY (request_id, kind, seq),
  KEY due_mail_due (due_at),
  CONSTRAINT due_mail_request FOREIGN KEY (request_id) REFERENCES support_request (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
