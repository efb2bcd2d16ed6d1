-- How often the row was written; what is remembered of a record holds as long as this is the same.
ALTER TABLE support_request ADD COLUMN changes INT UNSIGNED NOT NULL DEFAULT 0 AFTER version
