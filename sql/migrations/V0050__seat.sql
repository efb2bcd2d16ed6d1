-- The committee's seats. A row is a member's term, or some days on which somebody stands in for one.
-- Rows are added and ended, never changed, so the committee of a past decision stays known.
CREATE TABLE seat (
  reference CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  stands_in_for CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NULL,
  person CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  region VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NULL,
  affiliates TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  from_day CHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  until_day CHAR(10) CHARACTER SET ascii COLLATE ascii_bin NULL,
  added_by CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  added_at BIGINT NOT NULL,
  ended_on CHAR(10) CHARACTER SET ascii COLLATE ascii_bin NULL,
  ended_by CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NULL,
  ended_at BIGINT NULL,
  PRIMARY KEY (reference),
  KEY seat_person (person)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
