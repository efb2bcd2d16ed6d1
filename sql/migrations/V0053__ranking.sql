-- What the committee recorded about its ranking: hours until the next meeting, or its own order and
-- why. Of each the last one holds.
CREATE TABLE ranking (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  minutes INT UNSIGNED NULL,
  chosen TEXT CHARACTER SET ascii COLLATE ascii_bin NULL,
  reason TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  recorded_by CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  recorded_at BIGINT NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
