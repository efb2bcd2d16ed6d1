-- Policies by version; the highest one holds, and events name the one they were decided under.
CREATE TABLE policy (
  version INT UNSIGNED NOT NULL,
  toml MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  adopted_at BIGINT NOT NULL,
  adopted_by CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NULL,
  PRIMARY KEY (version)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
