UPDATE oauth_token
SET lease = ?, leased_until = NOW() + INTERVAL 30 SECOND
WHERE person = ? AND (leased_until IS NULL OR leased_until < NOW())
  AND expires_at <= NOW() + INTERVAL 60 SECOND
