DELETE FROM session WHERE person = ?
