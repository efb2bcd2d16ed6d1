SELECT DISTINCT person FROM role_grant WHERE role = 'steward' AND revoked_at IS NULL FOR UPDATE
