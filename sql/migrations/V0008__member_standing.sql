-- What a committee member is to a request: stood aside, or gave feedback in the round under way.
-- Follows from the events, as `support_request` does.
CREATE TABLE member_standing (
  request_id BIGINT UNSIGNED NOT NULL,
  person CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  aside BOOLEAN NOT NULL,
  gave_feedback BOOLEAN NOT NULL,
  PRIMARY KEY (request_id, person),
  CONSTRAINT member_standing_request FOREIGN KEY (request_id) REFERENCES support_request (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
