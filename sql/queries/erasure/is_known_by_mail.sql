-- Whether somebody without an account is known by mail.
SELECT EXISTS (SELECT 1 FROM correspondent WHERE person = :person)
  OR EXISTS (SELECT 1 FROM incoming_mail WHERE person = :person)
