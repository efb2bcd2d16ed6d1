SELECT reference, stands_in_for, person, region, affiliates, from_day, until_day, added_at, ended_on, ended_at
FROM seat
ORDER BY from_day, reference
