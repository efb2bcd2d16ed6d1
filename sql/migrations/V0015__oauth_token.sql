-- Tokens to act on the wiki as a person, encrypted; a lease keeps two from refreshing one.
CREATE TABLE oauth_token (
  person CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  key_id VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  access VARBINARY(8000) NOT NULL,
  refresh VARBINARY(8000) NULL,
  expires_at DATETIME NOT NULL,
  lease CHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
  leased_until DATETIME NULL,
  PRIMARY KEY (person)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
