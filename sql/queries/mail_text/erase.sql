DELETE t FROM mail_text t JOIN sent_mail m ON m.id = t.mail_id
WHERE m.addressee = :person AND (:request_id IS NULL OR m.request_id = :request_id)
