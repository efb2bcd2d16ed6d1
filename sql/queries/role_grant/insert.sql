INSERT INTO role_grant (person, role, granted_by, granted_at)
SELECT :person, :role, :granted_by, :now FROM DUAL
WHERE NOT EXISTS (
  SELECT 1 FROM role_grant WHERE person = :person AND role = :role AND revoked_at IS NULL)
