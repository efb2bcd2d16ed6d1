-- What happened, appended and never changed. Texts stand in `prose`; `data` has their digests.
CREATE TABLE event (
  request_id BIGINT UNSIGNED NOT NULL,
  seq INT UNSIGNED NOT NULL,
  at BIGINT NOT NULL,
  by_person CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NULL,
  capacity VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  policy_version INT UNSIGNED NOT NULL,
  kind VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  data MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (request_id, seq),
  CONSTRAINT event_request FOREIGN KEY (request_id) REFERENCES support_request (id),
  CONSTRAINT event_policy FOREIGN KEY (policy_version) REFERENCES policy (version),
  CONSTRAINT event_data CHECK (json_valid(data))
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
