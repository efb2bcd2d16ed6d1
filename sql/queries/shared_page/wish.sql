-- What is to stand there. A page that a person's edit is asked about waits for the answer.
UPDATE shared_page
SET block = :block, as_person = :as_person, token = :token, state = IF(state = 'question', state, 'waiting'),
  attempts = 0, due_at = NOW(), error = NULL
WHERE name = :name
