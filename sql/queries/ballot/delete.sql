DELETE FROM ballot WHERE person = ?
