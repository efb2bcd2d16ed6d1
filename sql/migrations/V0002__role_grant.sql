-- Every grant stays on record; one without `revoked_at` holds.
CREATE TABLE role_grant (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  person CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  role VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  granted_by CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NULL,
  granted_at BIGINT NOT NULL,
  revoked_by CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NULL,
  revoked_at BIGINT NULL,
  PRIMARY KEY (id),
  KEY role_grant_person (person, revoked_at),
  KEY role_grant_role (role, revoked_at)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
