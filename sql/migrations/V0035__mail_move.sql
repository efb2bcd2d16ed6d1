-- What staff did with a message after intake had placed it.
CREATE TABLE mail_move (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  mail_id BIGINT UNSIGNED NOT NULL,
  at BIGINT NOT NULL,
  by_person CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  from_state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  from_request CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NULL,
  to_state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  to_request CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NULL,
  reason VARCHAR(250) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  PRIMARY KEY (id),
  KEY mail_move_mail (mail_id, id),
  CONSTRAINT mail_move_mail FOREIGN KEY (mail_id) REFERENCES incoming_mail (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
