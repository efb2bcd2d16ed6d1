-- Published figures, a month a row. They are never made anew: what was published once must agree with
-- what is published next.
CREATE TABLE equity_snapshot (
  month CHAR(7) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  body MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  made_at BIGINT NOT NULL,
  PRIMARY KEY (month)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
