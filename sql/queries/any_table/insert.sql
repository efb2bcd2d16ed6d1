-- Another table, its columns and as many rows as there are, are put in place of these.
INSERT INTO migration (version) VALUES (?)
