SELECT received_year, outcome, COUNT(*)
FROM support_request
WHERE :works OR published
GROUP BY received_year, outcome
