SELECT name, block, found FROM shared_page WHERE name LIKE 'meeting-%' ORDER BY name FOR UPDATE
