DELETE FROM popup_code WHERE person = ?
