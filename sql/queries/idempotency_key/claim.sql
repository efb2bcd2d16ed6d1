-- A key that is being claimed elsewhere is waited for; one that is there is left as it is.
INSERT IGNORE INTO idempotency_key (person, word, digest, reference) VALUES (?, ?, ?, ?)
