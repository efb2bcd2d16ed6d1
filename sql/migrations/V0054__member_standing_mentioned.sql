-- Who was named in the committee's talk about a request and has not spoken since.
ALTER TABLE member_standing ADD COLUMN mentioned BOOLEAN NOT NULL DEFAULT FALSE
