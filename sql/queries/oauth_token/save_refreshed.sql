UPDATE oauth_token
SET key_id = ?, access = ?, refresh = ?, expires_at = NOW() + INTERVAL ? SECOND,
  lease = NULL, leased_until = NULL
WHERE person = ? AND lease = ?
