DELETE FROM popup_code WHERE code_hash = ?
