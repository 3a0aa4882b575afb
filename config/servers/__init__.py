"""PostgreSQL and Redis that the product brings itself, for `make run`, `make test` and `make bench`."""
