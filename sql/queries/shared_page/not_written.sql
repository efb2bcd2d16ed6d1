UPDATE shared_page
SET state = :state, error = :error, found = COALESCE(:found, found), revision = COALESCE(:revision, revision),
  due_at = NOW() + INTERVAL :seconds SECOND, lease = NULL, leased_until = NULL
WHERE name = :name AND lease = :lease
