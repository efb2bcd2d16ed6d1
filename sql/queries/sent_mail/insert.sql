INSERT INTO sent_mail
  (message_id, request_id, addressee, kind, seq, once_key, state, by_person, in_reply_to, made_at, meeting)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
