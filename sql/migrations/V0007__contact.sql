-- How a requester is reached. Kept apart from the record, read by staff alone.
CREATE TABLE contact (
  request_id BIGINT UNSIGNED NOT NULL,
  reach VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  mail VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  PRIMARY KEY (request_id),
  CONSTRAINT contact_request FOREIGN KEY (request_id) REFERENCES support_request (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
