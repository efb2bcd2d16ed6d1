-- The files of a message, also those that were not kept, and why not.
CREATE TABLE mail_attachment (
  mail_id BIGINT UNSIGNED NOT NULL,
  n SMALLINT UNSIGNED NOT NULL,
  name VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  media_type VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  bytes INT UNSIGNED NOT NULL,
  kept VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (mail_id, n),
  CONSTRAINT mail_attachment_mail FOREIGN KEY (mail_id) REFERENCES incoming_mail (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
