SELECT request, person, key_id, body
FROM feedback_draft
WHERE key_id <> :key_id AND (request > :request OR (request = :request AND person > :person))
ORDER BY request, person
LIMIT 50
