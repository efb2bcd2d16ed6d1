INSERT INTO seat (reference, stands_in_for, person, region, affiliates, from_day, until_day, added_by, added_at)
VALUES (:reference, :stands_in_for, :person, :region, :affiliates, :from_day, :until_day, :added_by, :added_at)
