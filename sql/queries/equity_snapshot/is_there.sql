SELECT 1
FROM equity_snapshot
WHERE month = ?
