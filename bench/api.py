"""A list of 1000 figures over HTTP: ours against Django REST framework's `ModelSerializer`, in one run.

Both are served by gunicorn on the same settings and asked by one client over one connection, in alternating rounds.
Started by `python -m bench api`, which brings the servers; exits with 1 where a ratio misses its target.
"""

import http.client
import itertools
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

import django
from django.db import connection

from bench._package import write_package
from config.servers.children import start_child

ROOT = Path(__file__).resolve().parent.parent
AREAS, INDICATORS = 20, 25  # × 40 quarters = 20 000 figures
ROUNDS = 5
SECONDS = 2.0  # of one contender in one round
START_PATIENCE = 30.0
HOST = "127.0.0.1"
LIST = "/api/v1/observations/?page_size=1000"


@dataclass
class Contender:
    """One way of being asked; `target` is how many times the requests of the peer it has to answer."""

    name: str
    port: int
    paths: Iterator[str]
    headers: dict[str, str]
    target: float | None = None
    expected: int = 200
    rates: list[float] = field(default_factory=list)
    durations: list[float] = field(default_factory=list)

    def run(self) -> None:
        """Ask for one round; an answer that is not the expected one ends the benchmark."""
        with closing(http.client.HTTPConnection(HOST, self.port)) as client:
            started, count = time.perf_counter(), 0
            while time.perf_counter() - started < SECONDS:
                before = time.perf_counter()
                client.request("GET", next(self.paths), headers=self.headers)
                answer = client.getresponse()
                body = answer.read()
                self.durations.append(time.perf_counter() - before)
                count += 1
                if answer.status != self.expected or (body and body.count(b'"revision"') != 1_000):
                    raise SystemExit(f"{self.name}: {answer.status} {body[:200]!r}")
            self.rates.append(count / (time.perf_counter() - started))

    @property
    def rate(self) -> float:
        """Requests a second, the median of the rounds."""
        return statistics.median(self.rates)

    @property
    def p99(self) -> float:
        """The milliseconds that 99 of 100 requests stayed within."""
        return sorted(self.durations)[int(len(self.durations) * 0.99)] * 1_000


def fresh_paths() -> Iterator[str]:
    """Addresses that differ and ask for the same rows, so that nothing kept from before serves."""
    return (f"{LIST}&updated_since=2000-01-01T00:00:00.{number:06d}Z" for number in itertools.count(1))


def manage(*arguments: str, line: str = "") -> str:
    """Run a command of the product; returns the last line of its output."""
    command = [sys.executable, "manage.py", *arguments]
    finished = subprocess.run(command, cwd=ROOT, input=line, capture_output=True, text=True, check=False)
    if finished.returncode:
        raise SystemExit(finished.stderr)
    return finished.stdout.strip().rpartition("\n")[2]


def seed(folder: Path) -> str:
    """Fill the empty database; returns the token of a reader."""
    django.setup()
    if connection.introspection.table_names():
        raise SystemExit("DATABASE_URL 所指的数据库不是空的：请用 python -m bench api，它自带一次性的数据库。")
    write_package(folder, areas=AREAS, indicators=INDICATORS)
    manage("migrate")
    manage("load_package", str(folder))
    manage("create_user", "reader", "--role", "viewer", line="a-password-nobody-uses\n")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # the server does so by itself, a minute later
    connection.close()
    return manage("issue_token", "reader")


def serve(application: str, folder: Path, running: ExitStack) -> int:
    """Start gunicorn with one worker of four threads, as `make run` starts each of its workers; returns the port."""
    with closing(socket.socket()) as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"{HOST}:{port}", "--no-control-socket"]
    command += ["--workers", "1", "--threads", "4", "--keep-alive", "60", "--chdir", str(ROOT)]
    environment = {**os.environ, "API_RATE": "1000000/s", "DJANGO_SETTINGS_MODULE": "config.settings"}
    child = start_child(application, command, log=folder / f"{application}.log", environment=environment)
    running.callback(child.stop)
    deadline = time.monotonic() + START_PATIENCE
    while time.monotonic() < deadline and child.is_running:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return port
    raise SystemExit(f"{application} 没有启动：\n{child.last_lines()}")


def report(peer: Contender, ours: list[Contender]) -> bool:
    """Print a row for each; returns whether every target is met."""
    print(f"{'':34}{'requests/s':>12}{'p99 ms':>9}{'× peer':>9}{'target':>9}{'p99 ÷ peer':>12}")
    for each in (peer, *ours):
        target = "" if each.target is None else f"≥ {each.target:g}"
        ratios = f"{each.rate / peer.rate:9.1f}{target:>9}{each.p99 / peer.p99:12.2f}"
        print(f"{each.name:34}{each.rate:12.1f}{each.p99:9.1f}{ratios}")
    return all(each.rate / peer.rate >= (each.target or 0) for each in ours)


def main() -> int:
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="tracker-bench-")))
        token = {"Authorization": f"Token {seed(folder)}"}
        product, naive = (serve(name, folder, running) for name in ("config.wsgi", "bench.naive_wsgi"))
        with closing(http.client.HTTPConnection(HOST, product)) as client:
            client.request("GET", LIST, headers=token)
            tag = client.getresponse().headers["ETag"]
        peer = Contender("DRF ModelSerializer", naive, fresh_paths(), token)
        ours = [
            Contender("ours, made anew", product, fresh_paths(), token, target=4),
            Contender("ours, body kept", product, itertools.repeat(LIST), token, target=9),
            Contender(
                *("ours, ETag", product, itertools.repeat(LIST), {**token, "If-None-Match": tag}),
                target=9,
                expected=304,
            ),
        ]
        for _ in range(ROUNDS):
            for contender in (peer, *ours):
                contender.run()
    return 0 if report(peer, ours) else 1


if __name__ == "__main__":
    sys.exit(main())
