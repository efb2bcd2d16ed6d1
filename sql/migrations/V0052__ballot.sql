-- What comes first, as one member ranks it. Nobody else's business: it is only ever counted.
CREATE TABLE ballot (
  person CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  request CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  place SMALLINT UNSIGNED NOT NULL,
  saved_at BIGINT NOT NULL,
  PRIMARY KEY (person, request),
  KEY ballot_request (request),
  CONSTRAINT ballot_request FOREIGN KEY (request) REFERENCES support_request (reference)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
