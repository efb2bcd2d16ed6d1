SELECT state, COUNT(*) FROM incoming_mail GROUP BY state
