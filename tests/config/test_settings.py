"""Settings: production names what is missing, everything else is closed by default."""

from pathlib import Path

import pytest

from tests.config.conftest import RunPython

COMPLETE = {
    "PRODUCTION": "1",
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ALLOWED_HOSTS": "tracker.example",
    "DATABASE_URL": "postgresql://tracker@127.0.0.1/tracker",
    "REDIS_URL": "redis://127.0.0.1/0",
}


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"])
def test_production_names_the_missing_variable(run_python: RunPython, name: str) -> None:
    refused = run_python("-c", "import config.settings", **{**COMPLETE, name: ""})
    assert refused.returncode == 1
    message = refused.stderr.strip().splitlines()[-1]
    assert name in message
    assert not any(other in message for other in COMPLETE if other not in (name, "PRODUCTION"))


def test_production_with_everything_starts(run_python: RunPython, data_dir: Path) -> None:
    shown = run_python("-c", "from config import settings as s; print(s.DEBUG, s.SESSION_COOKIE_SECURE)", **COMPLETE)
    assert shown.stdout == "False True\n", shown.stderr
    assert not list(data_dir.iterdir())


def test_another_database_engine_is_refused(run_python: RunPython) -> None:
    refused = run_python("-c", "import config.settings", DATABASE_URL="sqlite:///x.db")
    assert refused.returncode == 1
    assert "PostgreSQL" in refused.stderr


def test_outside_production_only_loopback_is_served_and_the_secret_stays(run_python: RunPython, data_dir: Path) -> None:
    program = "from config import settings as s; print(s.SECRET_KEY, s.ALLOWED_HOSTS, s.DEBUG)"
    first, second = run_python("-c", program), run_python("-c", program)
    assert first.stdout == second.stdout
    secret = (data_dir / "secret_key").read_text()
    assert len(secret) >= 50
    assert first.stdout == f"{secret} ['localhost', '127.0.0.1', '[::1]'] False\n"
    assert (data_dir / "secret_key").stat().st_mode & 0o077 == 0
