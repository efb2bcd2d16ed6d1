-- Another table is put in place of this one.
SELECT COUNT(*) FROM migration
