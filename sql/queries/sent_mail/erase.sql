-- That there was a mail stays; what another server said of the address, and names in message ids, go.
UPDATE sent_mail SET in_reply_to = NULL, reason = NULL
WHERE addressee = :person AND (:request_id IS NULL OR request_id = :request_id)
