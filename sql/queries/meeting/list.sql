SELECT reference, starts_at, minutes, zone, place, cancelled, changes, changed_at
FROM meeting
ORDER BY starts_at, reference
