"""Real processes beside the test: worker and beat on the test's own database, and a Redis that can go away."""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from django.db import connection

from config.servers.binaries import redis_program
from config.servers.children import Child, start_child
from config.servers.redis_server import free_port
from indicators.domain.packages import OBSERVATIONS

PATIENCE = 90.0


def eventually(condition: Callable[[], object], what: str) -> None:
    """Wait until `condition` holds."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited {PATIENCE:.0f} s in vain: {what}"
        time.sleep(0.05)


class Installation:
    """The processes of `make run` that these tests start and kill."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.redis_url = f"redis://127.0.0.1:{self.port}/0"
        self.children: list[Child] = []
        self.broker: Child | None = None

    def start_broker(self) -> None:
        configuration = f'port {self.port}\nbind 127.0.0.1\nsave ""\nappendonly yes\ndir "{self.folder}"\n'
        self.broker = self._start("redis", [redis_program(), "-"], standard_input=configuration.encode())
        client = redis.Redis.from_url(self.redis_url)

        def answers() -> bool:
            with contextlib.suppress(redis.exceptions.ConnectionError):
                return bool(client.ping())
            return False

        eventually(answers, "Redis answers")
        client.close()

    def stop_broker(self) -> None:
        assert self.broker
        self.broker.stop()

    def start_worker(self) -> Child:
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--loglevel", "INFO", "--concurrency", "1"]
        return self._start("worker", [*command, "--queues", "default,calculations"])

    def start_beat(self) -> Child:
        return self._start("beat", [sys.executable, "-m", "celery", "-A", "config", "beat", "--pidfile="])

    def publish(self, *rows: str) -> None:
        """Load a package with these observations, as an operator does: `indicator,area,period,value`."""
        package = self.folder / f"package-{len(self.children)}"
        package.mkdir()
        lines = [",".join(OBSERVATIONS.columns), *(f"{row},,preliminary,2026-01-15," for row in rows), ""]
        (package / OBSERVATIONS.file).write_text("\n".join(lines), encoding="utf-8")
        loading = self._start("manage", [sys.executable, "manage.py", "load_package", str(package)])
        assert loading.process.wait(PATIENCE) == 0, loading.last_lines(40)

    def environment(self) -> dict[str, str]:
        database = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{connection.settings_dict['NAME']}"
        return {**os.environ, "DATABASE_URL": database, "REDIS_URL": self.redis_url, "DATA_DIR": str(self.folder)}

    def _start(self, name: str, command: list[str], standard_input: bytes = b"") -> Child:
        log = self.folder / f"{name}-{len(self.children)}.log"
        child = start_child(name, command, log=log, environment=self.environment(), standard_input=standard_input)
        self.children.append(child)
        return child

    def kill(self, child: Child) -> None:
        """kill -9, the child's own children included."""
        os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()

    def stop(self) -> None:
        for child in reversed(self.children):
            if child.is_running:
                self.kill(child)


@pytest.fixture
def installation(transactional_db, tmp_path) -> Iterator[Installation]:
    running = Installation(tmp_path)
    yield running
    running.stop()
