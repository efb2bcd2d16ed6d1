INSERT INTO oauth_token (person, key_id, access, refresh, expires_at)
VALUES (:person, :key_id, :access, :refresh, NOW() + INTERVAL :seconds SECOND)
ON DUPLICATE KEY UPDATE
  key_id = :key_id, access = :access, refresh = :refresh,
  expires_at = NOW() + INTERVAL :seconds SECOND, lease = NULL, leased_until = NULL
