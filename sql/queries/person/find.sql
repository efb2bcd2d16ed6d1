SELECT id, issuer, sub, name, blocked, registered_at, first_seen_at, signed_in_at FROM person WHERE id = ?
