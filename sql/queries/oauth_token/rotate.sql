UPDATE oauth_token SET key_id = ?, access = ?, refresh = ? WHERE person = ? AND key_id = ? AND access = ?
