-- Requests that were taken up in another one: mail to the first goes on to the second.
CREATE TABLE merged_request (
  request_id BIGINT UNSIGNED NOT NULL,
  into_id BIGINT UNSIGNED NOT NULL,
  by_person CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (request_id),
  KEY merged_request_into (into_id),
  CONSTRAINT merged_request_from FOREIGN KEY (request_id) REFERENCES support_request (id),
  CONSTRAINT merged_request_into FOREIGN KEY (into_id) REFERENCES support_request (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
