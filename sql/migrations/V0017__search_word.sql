-- Words by which requests are found: of titles and of requesters' names. What a viewer may find by
-- them is decided where the list is made; these only say where to look.
CREATE TABLE search_word (
  word VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
  request_id BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (word, request_id),
  KEY search_word_request (request_id),
  CONSTRAINT search_word_request FOREIGN KEY (request_id) REFERENCES support_request (id)
) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci
