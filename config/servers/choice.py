"""Which servers an installation uses: those that the environment names, else, outside production, the embedded ones."""

import environ

from config.servers.binaries import postgres_programs, redis_program

environment = environ.Env()


def is_production() -> bool:
    return environment.bool("PRODUCTION", default=False)


def embedded_database_wanted() -> bool:
    """Whether commands use the embedded PostgreSQL."""
    return not is_production() and not environment.str("DATABASE_URL", default="")


def embedded_redis_wanted() -> bool:
    """Whether `make run` uses the embedded Redis."""
    return not is_production() and not environment.str("REDIS_URL", default="")


def require_embedded_servers() -> None:
    """Raise `ServerError` before anything is started where a server is wanted whose programs are missing."""
    if embedded_database_wanted():
        postgres_programs()
    if embedded_redis_wanted():
        redis_program()
