DELETE a FROM mail_attachment a JOIN incoming_mail m ON m.id = a.mail_id
WHERE m.person = :person AND (:request_id IS NULL OR m.request_id = :request_id)
