INSERT INTO incoming_mail (
  reference, identity, message_id_hash, message_id, arrived_at, bytes, from_mail, from_name, subject,
  person, writer, outcome, reason, state, request_id, may_answer, sealed, raw_kept)
VALUES (
  :reference, :identity, :message_id_hash, :message_id, :arrived_at, :bytes, :from_mail, :from_name,
  :subject, :person, :writer, :outcome, :reason, :state, :request_id, :may_answer, :sealed, :raw_kept)
