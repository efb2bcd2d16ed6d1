INSERT INTO shared_page (name, title, block, as_person, token)
VALUES (:name, :title, :block, :as_person, :token)
