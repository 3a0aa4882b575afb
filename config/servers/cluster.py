"""The files of a PostgreSQL cluster: made once, who may connect, what a crash left behind."""

import contextlib
import os
import shutil
import signal
import subprocess
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from config.servers.account import Credentials, own_account_name
from config.servers.binaries import PostgresPrograms
from config.servers.errors import ServerError
from config.servers.folders import private_folder
from config.servers.locations import SOCKET_NAME, SUPERUSER

PROCESS_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
FIRST_WITH_BUILTIN_LOCALE = 17
STOP_PATIENCE = 60.0  # seconds


def cluster_major(data: Path) -> int | None:
    """The PostgreSQL version that the cluster in `data` belongs to, None where there is no cluster yet."""
    version_file = data / "PG_VERSION"
    return int(version_file.read_text(encoding="ascii")) if version_file.exists() else None


def make_cluster(data: Path, programs: PostgresPrograms, credentials: Credentials, *, durable: bool) -> None:
    """Make an empty cluster, beside `data` and then renamed: an interrupted start leaves no half cluster."""
    unfinished = data.with_name("unfinished")
    if unfinished.exists():
        shutil.rmtree(unfinished)
    private_folder(unfinished, credentials)
    if programs.major >= FIRST_WITH_BUILTIN_LOCALE:  # the same order and case mapping on every system
        locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    else:
        locale = ["--locale=C.UTF-8"]
    command = [programs["initdb"], "-D", str(unfinished), "-U", SUPERUSER, "-A", "peer", "-E", "UTF8", *locale]
    finished = subprocess.run(
        command + ([] if durable else ["--no-sync"]),
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env=PROCESS_ENVIRONMENT,
        **credentials,
    )
    if finished.returncode != 0:
        reason = " ".join(finished.stderr.split())
        raise ServerError(f"无法在 {data} 建立 PostgreSQL 数据库：{reason}；请排除原因，或设置 DATABASE_URL。")
    unfinished.rename(data)


def allow_only_this_account(data: Path, credentials: Credentials) -> None:
    """Let the account of this program alone connect, by its identity as the kernel tells it (no password exists)."""
    _write_configuration(data / "pg_hba.conf", "local all all peer map=tracker\n", credentials)
    _write_configuration(data / "pg_ident.conf", f'tracker "{own_account_name()}" {SUPERUSER}\n', credentials)


def _write_configuration(path: Path, text: str, credentials: Credentials) -> None:
    path.write_text(text, encoding="utf-8")
    if credentials:
        os.chown(path, credentials["user"], credentials["group"])


def end_previous_server(data: Path) -> None:
    """End a server that nobody uses any more: its starter, or its own main process, was killed.

    The main process takes SIGINT as its "fast" stop; a session without a main process breaks off its query
    and ends.
    """
    previous = _server_processes(data)
    numbers = {process.pid for process in previous}
    for process in previous:
        with contextlib.suppress(psutil.NoSuchProcess):
            if process.ppid() not in numbers:
                process.send_signal(signal.SIGINT)
    _, left = psutil.wait_procs(previous, timeout=STOP_PATIENCE)
    if left:
        raise ServerError(f"数据库 {data} 正被进程 {left[0].pid} 使用，它没有停止；请先结束它。")


def _server_processes(data: Path) -> list[psutil.Process]:
    """The processes of a server of the cluster in `data`: PostgreSQL works in the folder of its cluster."""
    found = psutil.process_iter(["name", "cwd"])
    return [process for process in found if process.info["name"] == "postgres" and process.info["cwd"] == str(data)]


def clear_stale_locks(data: Path, sockets: Path) -> None:
    """Remove lock files of a server that is gone.

    PostgreSQL itself leaves them where their process number has meanwhile gone to another program, as it does after a
    restart of the machine or of a container, and then refuses to start.
    """
    for path in (data / "postmaster.pid", sockets / SOCKET_NAME, sockets / f"{SOCKET_NAME}.lock"):
        path.unlink(missing_ok=True)
