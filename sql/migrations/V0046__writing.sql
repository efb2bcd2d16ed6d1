-- Who is writing to the people of a request just now. It warns, and keeps nobody from writing.
CREATE TABLE writing (
  request_id BIGINT UNSIGNED NOT NULL,
  person CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  until DATETIME NOT NULL,
  PRIMARY KEY (request_id, person),
  CONSTRAINT writing_request FOREIGN KEY (request_id) REFERENCES support_request (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
