-- Who wants which mail, and where to. An address counts when it was confirmed from it.
CREATE TABLE mail_preference (
  person CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  way VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  mail VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  confirmed TINYINT(1) NOT NULL DEFAULT 0,
  pace VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ballot TINYINT(1) NOT NULL DEFAULT 0,
  language VARCHAR(35) CHARACTER SET ascii COLLATE ascii_bin NULL,
  generation INT UNSIGNED NOT NULL DEFAULT 0,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (person),
  KEY mail_preference_mail (mail)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
