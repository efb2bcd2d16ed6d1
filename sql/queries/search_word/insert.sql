-- Words that differ in accents or case alone are the same word here.
INSERT IGNORE INTO search_word (word, request_id) VALUES (?, ?)
