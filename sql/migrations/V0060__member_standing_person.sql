-- For the list of what somebody stood aside from.
ALTER TABLE member_standing ADD KEY member_standing_person (person, aside)
