-- Forms that were filled in before signing in, encrypted.
CREATE TABLE draft (
  word_hash BINARY(32) NOT NULL,
  key_id VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  body MEDIUMBLOB NOT NULL,
  expires_at DATETIME NOT NULL,
  PRIMARY KEY (word_hash),
  KEY draft_expires (expires_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
