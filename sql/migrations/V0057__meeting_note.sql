-- What was typed in a meeting: about a request, by its reference, or about the meeting itself, with an
-- empty subject. The public part goes into the minutes, the internal one nowhere.
CREATE TABLE meeting_note (
  meeting_id BIGINT UNSIGNED NOT NULL,
  subject CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  version INT UNSIGNED NOT NULL,
  public_text MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  internal_text MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  by_person CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (meeting_id, subject),
  CONSTRAINT meeting_note_meeting FOREIGN KEY (meeting_id) REFERENCES meeting (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
