-- What somebody did is given to them when they ask for it.
ALTER TABLE event ADD KEY event_by_person (by_person, request_id)
