-- The meeting whose pack a mail has.
ALTER TABLE sent_mail ADD COLUMN meeting CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NULL
