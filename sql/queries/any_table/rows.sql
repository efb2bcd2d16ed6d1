-- Another table and its columns are put in place of these.
SELECT version FROM migration
