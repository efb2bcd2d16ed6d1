-- Where something else was wished for meanwhile, that still waits.
UPDATE shared_page
SET digest = :digest, revision = :revision, page_id = :page_id, found = NULL,
  state = IF(token = :token, 'done', state), error = IF(token = :token, NULL, error), lease = NULL, leased_until = NULL
WHERE name = :name AND lease = :lease
