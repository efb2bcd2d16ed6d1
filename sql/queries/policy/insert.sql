INSERT INTO policy (version, toml, adopted_at, adopted_by) VALUES (?, ?, ?, ?)
