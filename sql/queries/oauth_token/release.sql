UPDATE oauth_token SET lease = NULL, leased_until = NULL WHERE person = ? AND lease = ?
