"""Lets several commands of one installation share one embedded PostgreSQL."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from config.servers.folders import open_lock_file


class DatabaseLocks:
    """Two lock files: `starting` is held while the server starts or stops, `using` by every command that uses it."""

    def __init__(self, data_dir: Path) -> None:
        self._starting = open_lock_file(data_dir / "database.starting")
        self._using = open_lock_file(data_dir / "database.using")

    @contextlib.contextmanager
    def starting(self) -> Iterator[None]:
        fcntl.flock(self._starting, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._starting, fcntl.LOCK_UN)

    def in_use(self) -> bool:
        """Whether another command uses the server; one that runs and is not in use has lost its starter."""
        try:
            fcntl.flock(self._using, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        fcntl.flock(self._using, fcntl.LOCK_UN)
        return False

    def use(self) -> None:
        fcntl.flock(self._using, fcntl.LOCK_SH)

    def wait_for_users(self) -> None:
        fcntl.flock(self._using, fcntl.LOCK_EX)

    def close(self) -> None:
        os.close(self._starting)
        os.close(self._using)
