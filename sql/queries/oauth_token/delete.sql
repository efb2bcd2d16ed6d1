DELETE FROM oauth_token WHERE person = ?
