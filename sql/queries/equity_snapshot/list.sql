SELECT body
FROM equity_snapshot
ORDER BY month
