-- The same mail to others, which was queued with it.
SELECT c.id
FROM sent_mail m JOIN sent_mail c ON c.request_id = m.request_id AND c.kind = m.kind AND c.seq = m.seq
WHERE m.id = ? AND c.id > m.id AND c.addressee <> m.addressee AND c.state = 'waiting'
