"""The product as `make run` starts it: web, worker, beat and servers of its own, on a free port."""

import contextlib
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
from django.conf import settings

from config.servers.redis_server import free_port
from tests.config.conftest import operator_environment


class RunningProduct:
    """The launcher as a child process, read line by line."""

    def __init__(self, data_dir: Path) -> None:
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "config.launcher"],
            cwd=settings.BASE_DIR,
            env=operator_environment(data_dir) | {"PORT": str(self.port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout is not None
        self.shown = ""
        for line in self.process.stdout:
            self.shown += line
            if "ready" in line:
                break

    def parts(self) -> list[psutil.Process]:
        """Everything that the launcher has started, directly or not."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def part(self, word: str) -> psutil.Process:
        """The part that has `word` among its arguments and was started by the launcher itself."""
        (found,) = [child for child in psutil.Process(self.process.pid).children() if word in child.cmdline()]
        return found

    def rest_of_output(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.read()


@contextlib.contextmanager
def running(data_dir: Path) -> Iterator[RunningProduct]:
    product = RunningProduct(data_dir)
    try:
        yield product
    finally:
        # In order, so that its servers are gone from the folder before that is removed; at last by force.
        product.process.send_signal(signal.SIGINT)
        try:
            product.process.wait(timeout=30)
        finally:
            product.process.kill()
