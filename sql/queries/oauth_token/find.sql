-- A token that is about to run out is refreshed before it is used.
SELECT key_id, access, refresh, expires_at > NOW() + INTERVAL 60 SECOND AS holds
FROM oauth_token
WHERE person = ?
