-- What is over stays as it was.
UPDATE seat
SET ended_on = :last_day, ended_by = :ended_by, ended_at = :ended_at
WHERE person = :person AND ended_at IS NULL AND (until_day IS NULL OR until_day > :last_day)
