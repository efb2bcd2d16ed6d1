DELETE b FROM mail_blob b JOIN incoming_mail m ON m.id = b.mail_id
WHERE m.person = :person AND (:request_id IS NULL OR m.request_id = :request_id)
