UPDATE seat SET ended_on = :ended_on, ended_by = :ended_by, ended_at = :ended_at
WHERE reference = :reference AND ended_at IS NULL
