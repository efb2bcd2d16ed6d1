-- The committee's meetings. `place` is how to take part, and not public; `changes` is what iCalendar
-- calls SEQUENCE.
CREATE TABLE meeting (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  reference CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  starts_at BIGINT NOT NULL,
  minutes SMALLINT UNSIGNED NOT NULL,
  zone VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  place VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  cancelled BOOLEAN NOT NULL DEFAULT FALSE,
  changes INT UNSIGNED NOT NULL DEFAULT 0,
  changed_by CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY meeting_reference (reference),
  KEY meeting_starts (starts_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
