DELETE FROM correspondent
WHERE person = :person AND (:request_id IS NULL OR request_id = :request_id)
