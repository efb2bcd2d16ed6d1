-- A person is known by who issued their account and its id there; the name may change.
CREATE TABLE person (
  id CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  issuer VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sub VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
  blocked BOOLEAN NOT NULL DEFAULT FALSE,
  registered_at BIGINT NULL,
  first_seen_at BIGINT NOT NULL,
  signed_in_at BIGINT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY person_account (issuer, sub),
  KEY person_name (name)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
