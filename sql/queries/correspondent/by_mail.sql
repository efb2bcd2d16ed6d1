SELECT DISTINCT person FROM correspondent WHERE mail = ? AND part = 'correspondent'
