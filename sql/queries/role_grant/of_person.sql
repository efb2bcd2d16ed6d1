SELECT DISTINCT role FROM role_grant WHERE person = ? AND revoked_at IS NULL
