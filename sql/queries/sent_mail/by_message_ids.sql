SELECT s.message_id, r.reference, s.addressee
FROM sent_mail s JOIN support_request r ON r.id = s.request_id
WHERE s.message_id IN (?)
