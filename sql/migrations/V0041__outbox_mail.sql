-- Mail is a job too; a digest is of no single request.
ALTER TABLE outbox
  MODIFY request_id BIGINT UNSIGNED NULL,
  ADD COLUMN mail_id BIGINT UNSIGNED NULL AFTER token,
  ADD UNIQUE KEY outbox_mail (mail_id),
  ADD CONSTRAINT outbox_mail FOREIGN KEY (mail_id) REFERENCES sent_mail (id)
