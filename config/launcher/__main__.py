"""`python -m config.launcher`: starts everything and stops it in order, when told to or when a part ends."""

import contextlib
import io
import os
import subprocess
import sys
import time
from pathlib import Path

from config.launcher.services import start_beat, start_web, start_worker
from config.launcher.stop_signals import StopRequested, ignore_stop_signals, raise_on_stop_signals
from config.launcher.web_address import LOOPBACK, chosen_port, web_answers
from config.servers.children import Child, start_child
from config.servers.choice import (
    embedded_database_wanted,
    embedded_redis_wanted,
    is_production,
    require_embedded_servers,
)
from config.servers.errors import ServerError
from config.servers.installation_lock import installation_lock
from config.servers.locations import data_dir_from_environment
from config.servers.postgres import start_postgres
from config.servers.redis_server import start_redis

LOOK_INTERVAL = 0.2  # seconds between two looks at the children
START_PATIENCE = 90.0


class Launcher:
    """The parts that run, in the order of their start; they stop in the reverse order."""

    def __init__(self, data_dir: Path, port: int, running: contextlib.ExitStack) -> None:
        self.data_dir = data_dir
        self.logs = data_dir / "log"
        self.port = port
        self.running = running
        self.children: list[Child] = []

    def run(self) -> None:
        """Start everything and watch it; ends by `StopRequested` or `ServerError` only."""
        require_embedded_servers()
        self.start_servers()
        self.prepare()
        for child in (start_worker(self.logs), start_beat(self.logs), start_web(self.logs, self.port)):
            self.watch(child)
        self.wait_for_web()
        address = f"http://{LOOPBACK}:{self.port}"
        tell(f"\n管理后台 {address}/admin/\n接口文档 {address}/api/docs/\n日志     {self.logs}")
        tell("就绪（ready）。按 Ctrl-C 停止。")
        while True:
            self.look()

    def start_servers(self) -> None:
        if embedded_database_wanted():
            tell("启动 PostgreSQL……")
            postgres = start_postgres(self.data_dir)
            self.running.callback(postgres.stop)
            if postgres.child is None:
                raise ServerError("内置数据库正被另一个 manage.py 命令使用，请等它结束后再运行 make run。")
            self.children.append(postgres.child)
            os.environ["DATABASE_URL"] = postgres.url
        if embedded_redis_wanted():
            tell("启动 Redis……")
            redis = start_redis(self.data_dir)
            self.running.callback(redis.stop)
            self.children.append(redis.child)
            os.environ["REDIS_URL"] = redis.url

    def prepare(self) -> None:
        preparation = start_child("preparation", [sys.executable, "manage.py", "prepare_demo"])
        self.running.callback(preparation.stop)
        while preparation.is_running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                preparation.process.wait(LOOK_INTERVAL)
        if preparation.process.returncode != 0:
            raise ServerError("数据库未能准备好，原因见上。")

    def watch(self, child: Child) -> None:
        self.running.callback(child.stop)
        self.children.append(child)

    def look(self) -> None:
        """Wait a moment; raises `ServerError` when a part has ended by itself."""
        time.sleep(LOOK_INTERVAL)
        for child in self.children:
            if not child.is_running:
                status = child.process.returncode
                raise ServerError(
                    f"{child.name} 意外结束（状态 {status}），日志 {child.log}，末尾是：\n{child.last_lines()}"
                )

    def wait_for_web(self) -> None:
        deadline = time.monotonic() + START_PATIENCE
        while not web_answers(self.port):
            self.look()
            if time.monotonic() > deadline:
                raise ServerError(f"网站在 {START_PATIENCE:.0f} 秒内没有响应，日志 {self.logs / 'web.log'}。")


def main() -> int:
    """Run until told to stop; returns 0 then, 1 where the start is refused or a part has ended."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without Chinese must not stop the start
    raise_on_stop_signals()
    try:
        if is_production():
            raise ServerError(
                "make run 只供演示与开发：生产环境（PRODUCTION=1）请按 README 分别运行网站、任务进程与定时进程。"
            )
        data_dir = data_dir_from_environment()
        refusal = f"{data_dir} 的 make run 已在运行（或正在恢复备份），请先停止它。"
        with contextlib.ExitStack() as running, installation_lock(data_dir, refusal=refusal):
            return launch(Launcher(data_dir, chosen_port(), running))
    except StopRequested:
        return 0
    except ServerError as error:
        return refuse(error)


def launch(launcher: Launcher) -> int:
    """Run the launcher and stop what it has started, after saying why; returns the exit status."""
    status = 0
    try:
        launcher.run()
    except StopRequested:
        pass
    except ServerError as error:
        status = refuse(error)
    finally:
        ignore_stop_signals()
        if launcher.children:
            tell("正在停止……")
            launcher.running.close()
            tell("已停止。")
    return status


def refuse(reason: ServerError) -> int:
    print(reason, file=sys.stderr, flush=True)
    return 1


def tell(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
