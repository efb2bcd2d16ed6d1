-- Bytes in pieces of at most one mebibyte: item 0 is the message as it came, each piece deflated by
-- itself; item n is the n-th attachment.
CREATE TABLE mail_blob (
  mail_id BIGINT UNSIGNED NOT NULL,
  item SMALLINT UNSIGNED NOT NULL,
  piece INT UNSIGNED NOT NULL,
  body MEDIUMBLOB NOT NULL,
  PRIMARY KEY (mail_id, item, piece),
  CONSTRAINT mail_blob_mail FOREIGN KEY (mail_id) REFERENCES incoming_mail (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
