UPDATE person SET name = :name, blocked = :blocked, signed_in_at = :now WHERE id = :id
