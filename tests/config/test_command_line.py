"""`manage.py`: brings its database, refuses in one sentence, exits with 0, 1 or 2."""

from pathlib import Path

import pytest

from config.servers.postgres import start_postgres
from tests.config.conftest import RunPython

DATABASE_NAME = (
    "from django.db import connection as c; print(c.cursor().execute('SELECT current_database()').fetchone()[0])"
)


def test_a_command_brings_the_database_and_ends_it(run_python: RunPython, data_dir: Path) -> None:
    for _ in range(2):
        done = run_python("manage.py", "shell", "-v", "0", "-c", DATABASE_NAME)
        assert (done.returncode, done.stdout) == (0, "tracker\n"), done.stderr
    postgres = start_postgres(data_dir)
    assert postgres.child is not None
    postgres.stop()


def test_a_command_joins_a_database_that_runs(run_python: RunPython, data_dir: Path) -> None:
    postgres = start_postgres(data_dir, durable=False)
    done = run_python("manage.py", "shell", "-v", "0", "-c", DATABASE_NAME)
    assert (done.returncode, done.stdout) == (0, "tracker\n"), done.stderr
    assert postgres.child is not None
    assert postgres.child.is_running
    postgres.stop()


def test_without_tables_one_sentence_says_what_to_run(run_python: RunPython) -> None:
    refused = run_python("manage.py", "create_user", "somebody", "--role", "viewer")
    assert refused.returncode == 1
    assert "manage.py migrate" in refused.stderr
    assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [["no_such_command"], ["create_user"], ["create_user", "x", "--role", "king"]])
def test_wrong_use_is_told_from_refusal(run_python: RunPython, arguments: list[str]) -> None:
    assert run_python("manage.py", *arguments).returncode == 2


@pytest.mark.parametrize("arguments", [["check"], ["help"], ["migrate", "--help"]])
def test_what_needs_no_database_starts_none(run_python: RunPython, data_dir: Path, arguments: list[str]) -> None:
    assert run_python("manage.py", *arguments).returncode == 0
    assert not (data_dir / "postgres").exists()


def test_an_unreachable_database_is_one_sentence(run_python: RunPython) -> None:
    refused = run_python(
        "manage.py", "migrate", DATABASE_URL="postgresql://tracker@127.0.0.1:9/tracker", LOG_LEVEL="ERROR"
    )
    assert refused.returncode == 1
    assert "DATABASE_URL" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    "command", [("manage.py", "migrate"), ("-m", "config.launcher"), ("-m", "config.backup", "create")]
)
def test_an_impossible_data_dir_is_one_sentence(
    run_python: RunPython, data_dir: Path, command: tuple[str, ...]
) -> None:
    (data_dir / "file").touch()
    refused = run_python(*command, DATA_DIR=str(data_dir / "file" / "var"))
    assert refused.returncode == 1
    assert "DATA_DIR" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_production_starts_no_server(run_python: RunPython, data_dir: Path) -> None:
    refused = run_python("manage.py", "migrate", PRODUCTION="1")
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"):
        assert name in refused.stderr
    assert not (data_dir / "postgres").exists()
