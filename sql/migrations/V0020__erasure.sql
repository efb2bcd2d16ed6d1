-- What was erased, never the text: a restore of an older backup erases it again.
CREATE TABLE erasure (
  id CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  at BIGINT NOT NULL,
  by_person CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NULL,
  kind VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  seq INT UNSIGNED NULL,
  PRIMARY KEY (id),
  KEY erasure_at (at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
