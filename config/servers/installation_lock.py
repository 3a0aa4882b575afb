"""One lock for an installation: `make run` holds it while it runs, a restore while it replaces everything."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from config.servers.errors import ServerError
from config.servers.folders import data_folder, open_lock_file


@contextlib.contextmanager
def installation_lock(data_dir: Path, *, refusal: str) -> Iterator[None]:
    """Hold the lock for the block; raises `ServerError` with the sentence `refusal` where another program holds it."""
    descriptor = open_lock_file(data_folder(data_dir) / "launcher.lock")
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise ServerError(refusal) from None
    finally:
        os.close(descriptor)
