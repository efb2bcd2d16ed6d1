UPDATE sent_mail
SET in_doubt = IF(in_doubt > 0, in_doubt - 1, 0)
WHERE id = ?
