"""The embedded Redis: a password, loopback only, keeps its queue."""

from pathlib import Path

import psutil
import pytest
import redis

from config.servers.redis_server import start_redis


def test_it_keeps_what_was_queued(data_dir: Path) -> None:
    first = start_redis(data_dir)
    with redis.Redis.from_url(first.url) as client:
        client.rpush("queue", "task")
    first.child.process.kill()
    first.stop()
    second = start_redis(data_dir)
    with redis.Redis.from_url(second.url) as client:
        assert client.lrange("queue", 0, -1) == [b"task"]
    second.stop()
    assert first.url != second.url


def test_nobody_without_the_password_is_served(data_dir: Path) -> None:
    server = start_redis(data_dir, durable=False)
    process = psutil.Process(server.child.process.pid)
    listening = [socket.laddr for socket in process.net_connections() if socket.status == psutil.CONN_LISTEN]
    assert [address.ip for address in listening] == ["127.0.0.1"]
    with redis.Redis(port=listening[0].port) as stranger, pytest.raises(redis.exceptions.AuthenticationError):
        stranger.ping()
    with redis.Redis.from_url(server.url) as client:
        password = client.config_get("requirepass")["requirepass"]
        assert len(password) > 20
        assert password not in " ".join(process.cmdline())
    server.stop()
