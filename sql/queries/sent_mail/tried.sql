-- From here on until an answer comes it is not known whether the mail was taken.
UPDATE sent_mail
SET in_doubt = in_doubt + 1, tried_on = NOW(), sender = ?
WHERE id = ?
