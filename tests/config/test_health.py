"""`health/live` and `health/ready`: each part by itself, open, quick and cheap."""

import contextlib
import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from config.health import Checks, Recent, recent_readiness
from config.servers.children import start_child

READY = "/api/v1/health/ready/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asked_anew() -> None:
    """No test sees the answer that another one left."""
    recent_readiness.answer = None


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    started = time.monotonic()
    yield
    assert time.monotonic() - started < seconds


def test_live_needs_no_login(client: Client) -> None:
    answer = client.get("/api/v1/health/live/")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_without_redis_the_database_is_enough(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = ""
    answer = client.get(READY)
    checks = {"database": "ok", "broker": "not_configured", "worker": "not_configured"}
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "checks": checks})


def test_a_worker_makes_it_ready(client: Client, tmp_path: Path) -> None:
    before = client.get(READY)
    assert (before.status_code, before.json()["checks"]["broker"]) == (503, "ok")
    assert before.json()["checks"]["worker"] == "unavailable"
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency", "1", "--without-gossip"]
    child = start_child("worker", command, log=tmp_path / "worker.log", environment=dict(os.environ))
    try:
        deadline = time.monotonic() + 40
        while (answer := client.get(READY)).status_code != 200:
            assert time.monotonic() < deadline, child.last_lines(20)
            recent_readiness.answer = None
    finally:
        child.stop()
    assert answer.json() == {"status": "ok", "checks": dict.fromkeys(("database", "broker", "worker"), "ok")}


def test_a_broker_that_refuses(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    with within(3):
        answer = client.get(READY)
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "unavailable",
        "checks": {"database": "ok", "broker": "unavailable", "worker": "unavailable"},
    }
    assert int(answer["Retry-After"]) > 0


def test_a_broker_that_never_answers(client: Client, settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.REDIS_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        with within(8):
            answer = client.get(READY)
    assert answer.json()["checks"]["broker"] == "unavailable"


def test_a_database_that_is_away(client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REDIS_URL = ""
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    with within(5):
        answer = client.get(READY)
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "unavailable"


def test_many_who_ask_cost_one_check() -> None:
    asked: list[int] = []

    def ask() -> Checks:
        asked.append(1)
        time.sleep(0.05)
        return {"database": "ok"}

    recent = Recent(ask, seconds=0.3)
    threads = [threading.Thread(target=recent.get) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert recent.get() == {"database": "ok"}
    assert len(asked) == 1
    time.sleep(0.4)
    assert recent.get() == {"database": "ok"}
    assert len(asked) == 2


def test_an_older_answer_serves_while_one_asks() -> None:
    answers = iter([{"database": "ok"}, {"database": "unavailable"}])
    released = threading.Event()

    def ask() -> Checks:
        answer = next(answers)
        if answer["database"] == "unavailable":
            assert released.wait(5)
        return answer

    recent = Recent(ask, seconds=0)
    assert recent.get() == {"database": "ok"}
    asking = threading.Thread(target=recent.get)
    asking.start()
    while not recent.asking.locked():
        time.sleep(0.001)
    with within(1):
        assert recent.get() == {"database": "ok"}
    released.set()
    asking.join()
