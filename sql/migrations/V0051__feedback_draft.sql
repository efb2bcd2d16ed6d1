-- Feedback that a member has begun to write, encrypted. One a member and request; nobody else's business.
CREATE TABLE feedback_draft (
  request CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  person CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  key_id VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  body MEDIUMBLOB NOT NULL,
  saved_at BIGINT NOT NULL,
  PRIMARY KEY (request, person),
  KEY feedback_draft_person (person),
  CONSTRAINT feedback_draft_request FOREIGN KEY (request) REFERENCES support_request (reference)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
