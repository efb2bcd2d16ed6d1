-- Wiki pages of ours that are of no single request: what is to stand between our markers, and how far
-- that is. `found` is what a person made of it, until somebody says what holds.
CREATE TABLE shared_page (
  name VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  title VARBINARY(300) NOT NULL,
  block MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  as_person CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NULL,
  state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'waiting',
  attempts INT UNSIGNED NOT NULL DEFAULT 0,
  due_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  token CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  lease CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
  leased_until DATETIME NULL,
  error VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  digest BINARY(32) NULL,
  revision BIGINT UNSIGNED NULL,
  page_id BIGINT UNSIGNED NULL,
  found MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  PRIMARY KEY (name),
  UNIQUE KEY shared_page_title (title),
  KEY shared_page_due (state, due_at),
  KEY shared_page_lease (lease)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
