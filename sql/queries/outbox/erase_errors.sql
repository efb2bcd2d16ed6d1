-- What went wrong with a finished job may name the page, and say what a person made of it.
UPDATE outbox SET error = NULL WHERE request_id = ? AND state IN ('done', 'given-up')
