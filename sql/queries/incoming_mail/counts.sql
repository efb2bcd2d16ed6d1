-- Without messages of requests on which the viewer does not work, which no list shows them.
SELECT m.state, COUNT(*)
FROM incoming_mail m
LEFT JOIN support_request r ON r.id = m.request_id
LEFT JOIN member_standing s ON s.request_id = m.request_id AND s.person = :viewer
WHERE COALESCE(s.aside, FALSE) = FALSE AND NOT (r.requester <=> :viewer)
GROUP BY m.state
