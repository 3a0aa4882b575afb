"""Starts the embedded Redis: on loopback, behind a password that is new at every start."""

import secrets
import socket
import time
from dataclasses import dataclass
from pathlib import Path

import redis

from config.servers.binaries import redis_program
from config.servers.children import Child, start_child
from config.servers.errors import ServerError
from config.servers.folders import private_folder

START_PATIENCE = 60.0  # seconds, reading the journal included
START_ATTEMPTS = 5  # another program may take the free port before Redis does


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedRedis:
    """A running embedded Redis."""

    url: str
    child: Child

    def stop(self) -> None:
        self.child.stop()


def start_redis(data_dir: Path, *, durable: bool = True) -> EmbeddedRedis:
    """Start Redis with its journal in `data_dir`; raises `ServerError` where that fails.

    Without `durable` nothing is written to disk: for throw-away data.
    """
    program = redis_program()
    folder = private_folder(data_dir / "redis")
    for _ in range(START_ATTEMPTS):
        port = free_port()
        password = secrets.token_urlsafe(32)
        child = start_child(
            "redis",
            [
                program,
                "-",
            ],  # the configuration comes by standard input: a password among the arguments is seen by everybody
            log=data_dir / "log" / "redis.log",
            standard_input=_configuration(port, password, folder, durable=durable).encode(),
        )
        url = f"redis://:{password}@127.0.0.1:{port}/0"
        if _answers(child, url):
            return EmbeddedRedis(url=url, child=child)
    raise ServerError(f"内置 Redis 未能启动，日志 {child.log}：{' '.join(child.last_lines().split())}")


def _configuration(port: int, password: str, folder: Path, *, durable: bool) -> str:
    lines = [f"port {port}", "bind 127.0.0.1", f"requirepass {password}", f'dir "{folder}"', 'save ""', "databases 64"]
    lines.append(f"appendonly {'yes' if durable else 'no'}")
    return "\n".join(lines) + "\n"


def free_port() -> int:
    """A loopback port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(child: Child, url: str) -> bool:
    """Whether Redis comes to answer `url`; False when it ends before."""
    deadline = time.monotonic() + START_PATIENCE
    client = redis.Redis.from_url(url)
    try:
        while child.is_running and time.monotonic() < deadline:
            try:
                return bool(client.ping())
            except redis.exceptions.ConnectionError:
                time.sleep(0.02)
    finally:
        client.close()
    child.stop()
    return False
