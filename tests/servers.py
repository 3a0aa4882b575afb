"""Pytest plugin: a throw-away PostgreSQL and Redis for the whole run, there before Django reads its settings."""

import atexit
import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis

from config.servers.errors import ServerError
from config.servers.throwaway import throwaway_servers

FOREIGN_SETTINGS = ["PRODUCTION", "DEBUG", "SECRET_KEY", "ALLOWED_HOSTS", "PORT"]
running_servers = contextlib.ExitStack()
atexit.register(running_servers.close)  # also where pytest itself does not come to an orderly end


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Runs before pytest-django loads the settings; xdist's workers share the servers of the main process."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker:
        take_own_part(int(worker.removeprefix("gw")) + 1)
    elif not early_config.known_args_namespace.help:
        start_servers()
    return (yield)


def start_servers() -> None:
    """Start the servers and name them in the environment; where one cannot be had: one sentence, status 1."""
    for name in FOREIGN_SETTINGS:
        os.environ.pop(name, None)
    try:
        os.environ.update(running_servers.enter_context(throwaway_servers()))
    except ServerError as error:
        print(error, file=sys.stderr)  # noqa: T201 — pytest has no reporter yet
        raise SystemExit(1) from None


def take_own_part(number: int) -> None:
    """Give the worker `number` a Redis database and a data folder; pytest-django gives it its PostgreSQL database."""
    address = urlsplit(os.environ["REDIS_URL"])
    os.environ["REDIS_URL"] = address._replace(path=f"/{int(address.path.strip('/') or 0) + number}").geturl()
    folder = Path(os.environ["DATA_DIR"]) / f"worker{number}"
    folder.mkdir(exist_ok=True)
    os.environ["DATA_DIR"] = str(folder)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart() -> None:
    """Tests meet an empty Redis, also where `TEST_REDIS_URL` names one that an earlier run has used."""
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        client.flushdb()
