-- Only the access token that was refused, not one that came after it.
UPDATE oauth_token SET expires_at = NOW() WHERE person = ? AND access = ?
