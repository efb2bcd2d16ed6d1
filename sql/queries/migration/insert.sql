INSERT INTO migration (version, name, checksum) VALUES (?, ?, ?)
