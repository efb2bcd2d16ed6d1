DELETE FROM oauth_token WHERE person = ? AND lease = ?
