-- That the message came stays, by its digest: it is not taken in again.
UPDATE incoming_mail
SET message_id = NULL, from_mail = NULL, from_name = NULL, subject = '', reason = '', raw_kept = FALSE
WHERE reference = ?
