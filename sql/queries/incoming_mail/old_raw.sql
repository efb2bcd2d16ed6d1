SELECT id FROM incoming_mail WHERE raw_kept AND arrived_at < ? AND state <> 'waiting' ORDER BY id LIMIT 200
