-- `held_until` is set last: the conditions before it read what it was. Affects a row either way.
INSERT INTO lease (name, holder, held_until)
VALUES (:name, :holder, NOW() + INTERVAL :seconds SECOND)
ON DUPLICATE KEY UPDATE
  holder = IF(held_until < NOW() OR holder = :holder, :holder, holder),
  held_until = IF(holder = :holder, NOW() + INTERVAL :seconds SECOND, held_until)
