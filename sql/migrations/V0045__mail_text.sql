-- What a person wrote in a mail that goes out, apart so that it can be erased.
CREATE TABLE mail_text (
  mail_id BIGINT UNSIGNED NOT NULL,
  body MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (mail_id),
  CONSTRAINT mail_text_mail FOREIGN KEY (mail_id) REFERENCES sent_mail (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
