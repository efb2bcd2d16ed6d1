SELECT toml FROM policy WHERE version = ?
