DELETE FROM migration
