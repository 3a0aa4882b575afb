"""The embedded PostgreSQL: starts anywhere, is joined, survives what kills it, lets nobody else in."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest
from django.conf import settings

from config.servers.account import NOBODY_UID
from config.servers.errors import ServerError
from config.servers.locations import database_folder, folder_outside, socket_folder
from config.servers.postgres import EmbeddedPostgres, start_postgres

AS_ROOT = os.geteuid() == 0


def connect(data_dir: Path) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(
        host=str(socket_folder(data_dir)), port=5432, user="postgres", dbname="tracker", autocommit=True
    )


def process_of(postgres: EmbeddedPostgres) -> psutil.Process:
    assert postgres.child is not None
    return psutil.Process(postgres.child.process.pid)


def test_it_starts_again_with_what_was_stored(data_dir: Path) -> None:
    postgres = start_postgres(data_dir)
    with connect(data_dir) as connection:
        connection.execute("CREATE TABLE kept (name text)")
        connection.execute("INSERT INTO kept VALUES ('湘潭')")
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
    postgres.stop()
    again = start_postgres(data_dir)
    with connect(data_dir) as connection:
        assert connection.execute("SELECT name FROM kept").fetchall() == [("湘潭",)]
    again.stop()


def test_it_runs_as_nobody_or_as_the_user_and_listens_on_its_socket_only(data_dir: Path) -> None:
    postgres = start_postgres(data_dir, durable=False)
    process = process_of(postgres)
    account = NOBODY_UID if os.geteuid() == 0 else os.geteuid()
    assert set(process.uids()) == {account}
    assert account != 0
    assert {socket.family.name for socket in process.net_connections("all")} == {"AF_UNIX"}
    for folder in (data_dir / "postgres", socket_folder(data_dir)):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    postgres.stop()


def test_only_the_account_that_started_it_may_connect(data_dir: Path) -> None:
    postgres = start_postgres(data_dir, durable=False)
    rules = (data_dir / "postgres" / "data" / "pg_hba.conf").read_text()
    assert [line.split() for line in rules.splitlines()] == [["local", "all", "all", "peer", "map=tracker"]]
    with pytest.raises(psycopg.OperationalError, match="Peer authentication"):
        psycopg.connect(host=str(socket_folder(data_dir)), port=5432, user="somebody", dbname="tracker")
    postgres.stop()


def test_a_second_command_joins_and_the_first_waits_for_it(data_dir: Path) -> None:
    first = start_postgres(data_dir, durable=False)
    program = (
        "import pathlib, sys, time; from config.servers.postgres import start_postgres;"
        "joined = start_postgres(pathlib.Path(sys.argv[1])); print(joined.child, flush=True); time.sleep(1.5)"
    )
    command = [sys.executable, "-c", program, str(data_dir)]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True) as second:
        assert second.stdout is not None
        assert second.stdout.readline() == "None\n"
        first.stop(wait_for_others=True)
        assert second.wait(timeout=1) == 0


@pytest.mark.parametrize("name", ["深" * 50 + "/" + "x" * 120, "with space, comma"])
def test_long_and_unusual_folders(data_dir: Path, name: str) -> None:
    unusual = data_dir / name
    postgres = start_postgres(unusual, durable=False)
    with connect(unusual) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("tracker",)
    postgres.stop()
    socket_folder(unusual).rmdir()


def test_a_socket_folder_that_somebody_else_made_is_refused(data_dir: Path) -> None:
    unusual = data_dir / ("x" * 150)
    elsewhere = data_dir / "elsewhere"
    elsewhere.mkdir()
    socket_folder(unusual).symlink_to(elsewhere)
    try:
        with pytest.raises(ServerError, match="不是本程序账号"):
            start_postgres(unusual)
    finally:
        socket_folder(unusual).unlink()


def test_a_database_lies_elsewhere_where_nobody_cannot_reach_and_a_note_says_so(closed_data_dir: Path) -> None:
    parent_mode = closed_data_dir.parent.stat().st_mode
    postgres = start_postgres(closed_data_dir, durable=False)
    postgres.stop()
    home = database_folder(closed_data_dir)
    assert (home / "data" / "PG_VERSION").exists()
    assert closed_data_dir.parent.stat().st_mode == parent_mode
    if AS_ROOT:
        assert home == folder_outside(closed_data_dir)
        assert str(home) in (closed_data_dir / "database_location.txt").read_text(encoding="utf-8")
    else:
        assert home == closed_data_dir / "postgres"


def test_a_lock_file_left_by_a_crash_does_not_hinder_it(data_dir: Path) -> None:
    start_postgres(data_dir, durable=False).stop()
    data = data_dir / "postgres" / "data"
    # The number of a process that lives, but is no PostgreSQL: after a restart of a container the rule.
    stale = f"{os.getppid()}\n{data}\n1700000000\n5432\n{socket_folder(data_dir)}\n\n  5432001         7\nready   \n"
    (data / "postmaster.pid").write_text(stale)
    (socket_folder(data_dir) / ".s.PGSQL.5432.lock").write_text(stale)
    postgres = start_postgres(data_dir, durable=False)
    assert postgres.child is not None
    postgres.stop()


def test_it_starts_again_after_its_server_was_killed(data_dir: Path) -> None:
    postgres = start_postgres(data_dir)
    with connect(data_dir) as connection:
        connection.execute("CREATE TABLE kept (name text)")
    os.kill(process_of(postgres).pid, signal.SIGKILL)
    postgres.stop()
    again = start_postgres(data_dir)
    with connect(data_dir) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    again.stop()


def test_it_ends_with_its_starter_however_that_ends(data_dir: Path) -> None:
    program = (
        "import pathlib, sys, time; from config.servers.postgres import start_postgres;"
        "from config.servers.redis_server import start_redis; folder = pathlib.Path(sys.argv[1]);"
        "servers = start_postgres(folder), start_redis(folder);"
        "print(*(server.child.process.pid for server in servers), flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", program, str(data_dir)]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        servers = [psutil.Process(int(number)) for number in starter.stdout.readline().split()]
        assert len(servers) == 2
        starter.kill()
    # At once, while the old server may still be writing its files.
    again = start_postgres(data_dir)
    assert again.child is not None
    again.stop()
    assert psutil.wait_procs(servers, timeout=10)[1] == []
