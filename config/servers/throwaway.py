"""Throw-away servers for tests and benchmarks: fast, not durable, gone afterwards."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from config.servers.postgres import start_postgres
from config.servers.redis_server import start_redis


@contextlib.contextmanager
def throwaway_servers() -> Iterator[dict[str, str]]:
    """The environment (`DATABASE_URL`, `REDIS_URL`, `DATA_DIR`) of servers that end with the block.

    `TEST_DATABASE_URL` and `TEST_REDIS_URL` name servers to use instead; raises `ServerError` where one cannot be had.
    """
    folder = Path(tempfile.mkdtemp(prefix="tracker-throwaway-")).resolve()
    folder.chmod(0o711)  # ours alone to list, but the database account has to pass through
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        database_url = os.environ.get("TEST_DATABASE_URL")
        redis_url = os.environ.get("TEST_REDIS_URL")
        if not database_url:
            postgres = start_postgres(folder, durable=False)
            stack.callback(postgres.stop)
            database_url = postgres.url
        if not redis_url:
            redis = start_redis(folder, durable=False)
            stack.callback(redis.stop)
            redis_url = redis.url
        yield {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "DATA_DIR": str(folder)}
