-- How often somebody's links and reply addresses for a request were ended; 0 if there is no row.
CREATE TABLE mail_generation (
  request_id BIGINT UNSIGNED NOT NULL,
  person CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  generation INT UNSIGNED NOT NULL,
  PRIMARY KEY (request_id, person),
  CONSTRAINT mail_generation_request FOREIGN KEY (request_id) REFERENCES support_request (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
