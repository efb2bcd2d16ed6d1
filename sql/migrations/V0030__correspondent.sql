-- Who else writes, and is written to, about a request; its requester stands in `contact`. One who
-- is only proposed is not written to. `person` is an account, or a name for an address without one.
CREATE TABLE correspondent (
  request_id BIGINT UNSIGNED NOT NULL,
  person CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  mail VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  name VARCHAR(250) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  part VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  since BIGINT NOT NULL,
  PRIMARY KEY (request_id, person),
  UNIQUE KEY correspondent_address (request_id, mail),
  KEY correspondent_mail (mail),
  CONSTRAINT correspondent_request FOREIGN KEY (request_id) REFERENCES support_request (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
