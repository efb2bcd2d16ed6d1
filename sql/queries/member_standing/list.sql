SELECT m.person, m.aside, m.gave_feedback
FROM member_standing m JOIN support_request r ON r.id = m.request_id
WHERE r.reference = ?
ORDER BY m.person
