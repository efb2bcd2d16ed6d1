SELECT DISTINCT p.id, p.name, g.role
FROM role_grant g JOIN person p ON p.id = g.person
WHERE g.revoked_at IS NULL
ORDER BY p.name, p.id
