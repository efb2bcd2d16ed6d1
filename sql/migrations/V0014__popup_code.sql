-- One-time codes that the sign-in pop-up hands to a wiki page.
CREATE TABLE popup_code (
  code_hash BINARY(32) NOT NULL,
  person CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  origin VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  challenge CHAR(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  expires_at DATETIME NOT NULL,
  PRIMARY KEY (code_hash),
  KEY popup_code_expires (expires_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
