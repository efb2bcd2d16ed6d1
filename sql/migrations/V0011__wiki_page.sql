-- Titles are compared byte by byte, as the wiki does.
CREATE TABLE wiki_page (
  request_id BIGINT UNSIGNED NOT NULL,
  title VARBINARY(300) NOT NULL,
  digest BINARY(32) NULL,
  revision BIGINT UNSIGNED NULL,
  page_id BIGINT UNSIGNED NULL,
  PRIMARY KEY (request_id),
  UNIQUE KEY wiki_page_title (title),
  CONSTRAINT wiki_page_request FOREIGN KEY (request_id) REFERENCES support_request (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
