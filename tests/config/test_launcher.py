"""`make run`: from nothing to a web that answers, a second start that keeps what was entered, an orderly end."""

import contextlib
import http.client
import signal
import socket
import time
from pathlib import Path

import psutil
import pytest

from config.launcher.demo_logins import DEMO_LOGINS
from config.launcher.web_address import LOOPBACK, web_answers
from config.servers.redis_server import free_port
from tests.config.conftest import RunPython
from tests.running_product import running

REMOVE = "from indicators.models import User; User.objects.filter(username='auditor').delete()"
COUNT = "from indicators.models import Observation, User; print(User.objects.count(), Observation.objects.count())"


def status_of(port: int, path: str) -> int:
    web = http.client.HTTPConnection(LOOPBACK, port, timeout=20)
    with contextlib.closing(web):
        web.request("GET", path)
        return web.getresponse().status


def test_from_nothing_to_a_running_product_and_again(data_dir: Path, run_python: RunPython) -> None:
    with running(data_dir) as product:
        assert status_of(product.port, "/admin/login/") == 200
        assert "长沙市" in product.shown
        for login in DEMO_LOGINS:
            assert login.password in product.shown
        assert f"http://127.0.0.1:{product.port}/admin/" in product.shown
        joined = run_python("manage.py", "shell", "-v", "0", "-c", f"{REMOVE}\n{COUNT}")
        users, observations = map(int, joined.stdout.split())
        assert (users, observations > 100) == (len(DEMO_LOGINS) - 1, True)

        second = run_python("-m", "config.launcher", PORT=str(product.port))
        assert (second.returncode, second.stderr.count("\n")) == (1, 1)
        assert "已在运行" in second.stderr

        parts = product.parts()
        product.process.send_signal(signal.SIGINT)
        assert product.rest_of_output() == "正在停止……\n已停止。\n"
        assert product.process.wait(timeout=30) == 0
        assert psutil.wait_procs(parts, timeout=10)[1] == []

    began = time.monotonic()
    with running(data_dir) as product:
        assert time.monotonic() - began < 30
        assert "长沙市" in product.shown
        assert "装入" not in product.shown
        kept = run_python("manage.py", "shell", "-v", "0", "-c", COUNT)
        assert kept.stdout.split() == [str(users), str(observations)]

        parts = product.parts()
        product.part("beat").kill()
        output = product.rest_of_output()
        assert output.startswith("beat 意外结束")
        assert "Traceback" not in output
        assert product.process.wait(timeout=30) == 1
        assert psutil.wait_procs(parts, timeout=10)[1] == []

    with running(data_dir) as product:
        parts = product.parts()
        product.process.kill()
        assert psutil.wait_procs(parts, timeout=30)[1] == []


@pytest.mark.parametrize("port", ["0", "65536", "web", "-1", "８０００"])
def test_what_is_no_port_is_refused(run_python: RunPython, port: str) -> None:
    refused = run_python("-m", "config.launcher", PORT=port)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == f"PORT={port} 不是端口号，请用 1 到 65535 之间的整数。\n"


def test_a_port_that_is_taken_is_refused(run_python: RunPython) -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        refused = run_python("-m", "config.launcher", PORT=str(port))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert f"无法使用端口 {port}" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_production_has_no_demo(run_python: RunPython, data_dir: Path) -> None:
    refused = run_python("-m", "config.launcher", PRODUCTION="1")
    assert refused.returncode == 1
    assert "PRODUCTION=1" in refused.stderr
    assert not list(data_dir.iterdir())


def test_a_port_without_a_web_does_not_answer() -> None:
    assert not web_answers(free_port())
