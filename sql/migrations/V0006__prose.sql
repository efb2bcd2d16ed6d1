-- Texts of events. Deleting a row erases the text, and with its salt the meaning of the digest.
CREATE TABLE prose (
  request_id BIGINT UNSIGNED NOT NULL,
  seq INT UNSIGNED NOT NULL,
  n SMALLINT UNSIGNED NOT NULL,
  salt BINARY(16) NOT NULL,
  body MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (request_id, seq, n),
  CONSTRAINT prose_event FOREIGN KEY (request_id, seq) REFERENCES event (request_id, seq)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
