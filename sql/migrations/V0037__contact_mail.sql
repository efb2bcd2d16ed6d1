-- Mail that comes in asks whose address it is from.
ALTER TABLE contact ADD KEY contact_mail (mail)
