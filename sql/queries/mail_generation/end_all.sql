-- Reply addresses and private links that somebody was sent prove nothing from now on.
INSERT INTO mail_generation (request_id, person, generation)
SELECT DISTINCT m.request_id, m.addressee, 1
FROM sent_mail m
WHERE m.addressee = :person AND m.request_id IS NOT NULL AND (:request_id IS NULL OR m.request_id = :request_id)
ON DUPLICATE KEY UPDATE generation = generation + 1
