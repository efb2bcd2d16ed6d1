-- As long as a job is to write there, the title is needed.
DELETE w FROM wiki_page w JOIN support_request r ON r.id = w.request_id
WHERE w.request_id = ? AND r.title = '' AND NOT r.published AND NOT EXISTS (
  SELECT 1 FROM outbox o
  WHERE o.request_id = w.request_id AND o.state IN ('waiting', 'parked')
    AND o.kind IN ('request-page', 'empty-page', 'status-row'))
