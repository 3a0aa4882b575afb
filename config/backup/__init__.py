"""`make backup` and `make restore`: the whole installation, database and files, as one archive."""
