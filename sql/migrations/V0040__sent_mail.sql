-- Mail that goes out or went out. It has no address and no text: the address stays with the contact
-- or the preference of the addressee, what a person wrote is in mail_text.
CREATE TABLE sent_mail (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  message_id VARCHAR(190) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  request_id BIGINT UNSIGNED NULL,
  addressee CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  seq INT UNSIGNED NULL,
  once_key VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NULL,
  state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  by_person CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NULL,
  in_reply_to VARCHAR(500) CHARACTER SET ascii COLLATE ascii_bin NULL,
  reason VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
  made_at BIGINT NOT NULL,
  sent_at BIGINT NULL,
  sender VARCHAR(254) CHARACTER SET ascii COLLATE ascii_bin NULL,
  tried_on DATETIME NULL,
  in_doubt TINYINT UNSIGNED NOT NULL DEFAULT 0,
  PRIMARY KEY (id),
  UNIQUE KEY sent_mail_message (message_id),
  UNIQUE KEY sent_mail_once (once_key),
  KEY sent_mail_thread (request_id, addressee, id),
  KEY sent_mail_addressee (addressee, state),
  KEY sent_mail_tried (tried_on),
  CONSTRAINT sent_mail_request FOREIGN KEY (request_id) REFERENCES support_request (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
