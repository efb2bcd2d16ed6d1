UPDATE meeting
SET starts_at = :starts_at, minutes = :minutes, zone = :zone, place = :place, cancelled = :cancelled,
  changes = changes + 1, changed_by = :changed_by, changed_at = :changed_at
WHERE reference = :reference AND changes = :changes
