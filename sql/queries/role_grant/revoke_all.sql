UPDATE role_grant SET revoked_by = ?, revoked_at = ? WHERE person = ? AND revoked_at IS NULL
