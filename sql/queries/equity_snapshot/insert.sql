INSERT INTO equity_snapshot (month, body, made_at)
VALUES (?, ?, ?)
