-- Ballots of those who are members now.
SELECT b.person, b.request, b.place
FROM ballot b
WHERE EXISTS (
  SELECT 1 FROM role_grant g WHERE g.person = b.person AND g.role = 'committee' AND g.revoked_at IS NULL)
ORDER BY b.person, b.place, b.request
