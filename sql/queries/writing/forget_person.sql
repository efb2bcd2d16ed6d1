DELETE FROM writing WHERE person = ?
