-- What a person made of our part is taken for ours: it stays, or may be replaced.
UPDATE shared_page
SET block = :block, digest = :digest, state = :state, found = NULL, error = NULL, attempts = 0,
  as_person = :as_person, token = :token, due_at = NOW()
WHERE name = :name AND state IN ('question', 'parked') AND revision <=> :revision
