-- By the tool itself: who had it published before has no part in this edit.
UPDATE shared_page
SET block = :block, found = :found, as_person = NULL, token = :token,
  state = IF(state = 'question', state, 'waiting'), attempts = 0, due_at = NOW(), error = NULL
WHERE name = :name
