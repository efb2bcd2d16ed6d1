SELECT DISTINCT person FROM correspondent WHERE mail = ? ORDER BY person
