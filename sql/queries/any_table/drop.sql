-- Another table is put in place of this one.
DROP TABLE migration
