SELECT p.id, p.name, GROUP_CONCAT(DISTINCT g.role) AS roles
FROM gadget_token s
JOIN person p ON p.id = s.person AND NOT p.blocked
LEFT JOIN role_grant g ON g.person = p.id AND g.revoked_at IS NULL
WHERE s.token_hash = ? AND s.expires_at > NOW() AND s.origin = ?
GROUP BY p.id, p.name
