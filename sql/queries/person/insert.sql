INSERT INTO person (id, issuer, sub, name, blocked, registered_at, first_seen_at, signed_in_at)
VALUES (:id, :issuer, :sub, :name, :blocked, :registered_at, :now, :now)
