SELECT p.version, p.adopted_at, a.name
FROM policy p LEFT JOIN person a ON a.id = p.adopted_by
ORDER BY p.version DESC
