SELECT chosen, reason, recorded_at FROM ranking WHERE chosen IS NOT NULL ORDER BY id DESC LIMIT 1
