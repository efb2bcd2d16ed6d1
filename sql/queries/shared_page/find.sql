SELECT name, title, block, as_person, state, attempts, token, error, digest, revision, page_id, found
FROM shared_page
WHERE name = ?
