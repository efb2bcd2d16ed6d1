SELECT version, toml FROM policy ORDER BY version DESC LIMIT 1 FOR UPDATE
