"""Starts the embedded PostgreSQL, or joins the one that another command of this installation has started."""

import contextlib
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from config.servers.account import database_credentials
from config.servers.binaries import postgres_programs
from config.servers.children import Child, start_child
from config.servers.cluster import (
    PROCESS_ENVIRONMENT,
    STOP_PATIENCE,
    allow_only_this_account,
    clear_stale_locks,
    cluster_major,
    end_previous_server,
    make_cluster,
)
from config.servers.database_locks import DatabaseLocks
from config.servers.errors import ServerError
from config.servers.folders import data_folder, private_folder
from config.servers.locations import (
    DATABASE_NAME,
    SOCKET_PORT,
    SUPERUSER,
    database_folder,
    folder_outside,
    socket_database_url,
    socket_folder,
)
from config.servers.reachable_programs import programs_for_account

START_PATIENCE = 120.0  # seconds; recovery after a crash of the machine takes its time
NOT_DURABLE = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=4GB"]


@dataclass(slots=True, kw_only=True)
class EmbeddedPostgres:
    """A running embedded PostgreSQL; `child` is None when another command started it and stops it."""

    url: str
    child: Child | None
    locks: DatabaseLocks

    def stop(self, *, wait_for_others: bool = False) -> None:
        """Stop the server if this program started it, with `wait_for_others` when other commands are done with it."""
        if self.child:
            with self.locks.starting():
                if wait_for_others:
                    self.locks.wait_for_users()
                self.child.stop(patience=STOP_PATIENCE)
        self.locks.close()


def start_postgres(data_dir: Path, *, durable: bool = True) -> EmbeddedPostgres:
    """Start (or join) the PostgreSQL of `data_dir` with its database `tracker`; raises `ServerError` where that fails.

    Without `durable` nothing is forced to disk: for throw-away data.
    """
    sockets = socket_folder(data_folder(data_dir))
    locks = DatabaseLocks(data_dir)
    with locks.starting():
        shared = locks.in_use() and _answers(sockets)
        child = None if shared else _start(data_dir, sockets, durable=durable)
        locks.use()
    return EmbeddedPostgres(url=socket_database_url(sockets), child=child, locks=locks)


def _start(data_dir: Path, sockets: Path, *, durable: bool) -> Child:
    credentials = database_credentials()
    home = private_folder(database_folder(data_dir), credentials)
    private_folder(sockets, credentials)
    _tell_where(data_dir, home)
    data = home / "data"
    programs = programs_for_account(postgres_programs(major=cluster_major(data)), credentials, home)
    if not data.exists():
        make_cluster(data, programs, credentials, durable=durable)
    allow_only_this_account(data, credentials)
    end_previous_server(data)
    clear_stale_locks(data, sockets)
    options = ["listen_addresses=", f"port={SOCKET_PORT}", f"unix_socket_directories={sockets}"]
    options += ["unix_socket_permissions=0700", "max_connections=200", "jit=off", "timezone=UTC", "log_timezone=UTC"]
    options += [] if durable else NOT_DURABLE
    command = [programs["postgres"], "-D", str(data)]
    for option in options:
        command += ["-c", option]
    child = start_child(
        "postgres",
        command,
        log=data_dir / "log" / "postgres.log",
        stop_signal=signal.SIGINT,  # PostgreSQL's "fast" stop: sessions are ended, nothing is lost
        environment=PROCESS_ENVIRONMENT,
        credentials=credentials,
    )
    _wait_until_it_answers(child, sockets)
    _make_database(sockets)
    return child


def _tell_where(data_dir: Path, home: Path) -> None:
    """Leave a note in `data_dir` when its database lies elsewhere, and refuse to hide a database that lies inside."""
    if home != folder_outside(data_dir):
        return
    if (data_dir / "postgres" / "data").exists():
        raise ServerError(
            f"{data_dir / 'postgres'} 里已有数据库，"
            "但系统账号 nobody 无法进入该路径；请恢复上级目录的权限，或改用原来的用户运行。"
        )
    note = f"本安装的数据库文件在：{home}\n（以 root 运行，PostgreSQL 用系统账号 nobody，而 nobody 无法进入本目录。）\n"
    (data_dir / "database_location.txt").write_text(note, encoding="utf-8")


def _connection(sockets: Path) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(
        host=str(sockets), port=SOCKET_PORT, user=SUPERUSER, dbname="postgres", connect_timeout=5, autocommit=True
    )


def _answers(sockets: Path) -> bool:
    try:
        _connection(sockets).close()
    except psycopg.OperationalError:
        return False
    return True


def _wait_until_it_answers(child: Child, sockets: Path) -> None:
    deadline = time.monotonic() + START_PATIENCE
    while not _answers(sockets):
        if not child.is_running or time.monotonic() > deadline:
            child.stop()
            raise ServerError(f"内置 PostgreSQL 未能启动，日志 {child.log}：{' '.join(child.last_lines().split())}")
        time.sleep(0.03)


def _make_database(sockets: Path) -> None:
    with contextlib.closing(_connection(sockets)) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE_NAME]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE_NAME)))
