-- On a cluster a lock holds on its own node: what must not run at the same time changes the same row.
INSERT INTO lease (name, holder, held_until)
VALUES (?, ?, NOW())
ON DUPLICATE KEY UPDATE holder = VALUES(holder)
