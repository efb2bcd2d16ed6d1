SELECT role, granted_at, revoked_at FROM role_grant WHERE person = ? ORDER BY id
