-- Names are compared byte by byte, as the wiki does. A name that was given up may be another's now.
SELECT id FROM person WHERE name = ? AND BINARY name = ? ORDER BY signed_in_at DESC LIMIT 1
