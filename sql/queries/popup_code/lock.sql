SELECT person, origin, challenge, expires_at > NOW() AS holds FROM popup_code WHERE code_hash = ? FOR UPDATE
