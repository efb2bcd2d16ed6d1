SELECT holder FROM lease WHERE name = ? AND held_until >= NOW()
