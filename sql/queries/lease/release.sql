UPDATE lease SET held_until = NOW() - INTERVAL 1 SECOND WHERE name = ? AND holder = ?
