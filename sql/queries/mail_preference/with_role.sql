SELECT p.person, p.way, p.mail, p.confirmed, p.pace, p.ballot, p.language, p.generation
FROM mail_preference p
WHERE EXISTS (SELECT 1 FROM role_grant g WHERE g.person = p.person AND g.role = ? AND g.revoked_at IS NULL)
ORDER BY p.person
