"""`python -m config.backup create` and `python -m config.backup restore FILE`."""

import argparse
import contextlib
import datetime
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured

from config.backup.archive import BackupError
from config.backup.creation import create_backup
from config.backup.database import Database
from config.backup.restoration import restore_backup, unpacked_backup
from config.servers.choice import embedded_database_wanted
from config.servers.errors import ServerError
from config.servers.folders import data_folder
from config.servers.installation_lock import installation_lock
from config.servers.locations import data_dir_from_environment
from config.servers.postgres import start_postgres


def create(data_dir: Path) -> None:
    with database_running(data_dir) as database:
        archive = create_backup(data_dir, database, now=datetime.datetime.now().astimezone())
    print(f"备份完成：{archive}")


def restore(data_dir: Path, archive: Path) -> None:
    refusal = f"{data_dir} 的 make run 正在运行，请先停止它再恢复。"
    with (
        installation_lock(data_dir, refusal=refusal),
        unpacked_backup(archive, data_dir) as unpacked,
        database_running(data_dir) as database,
    ):
        restore_backup(unpacked, data_dir, database, now=datetime.datetime.now().astimezone())
        forget_queue_and_cache(data_dir)
    print(f"已恢复 {archive}；下次 make run（或 manage.py migrate）会按需升级数据表。")


@contextlib.contextmanager
def database_running(data_dir: Path) -> Iterator[Database]:
    """The installation's database; the embedded PostgreSQL runs for the block if it does not run anyway."""
    data_folder(data_dir)
    database = Database.of_settings(settings.DATABASES["default"])
    if not embedded_database_wanted():
        yield database
        return
    postgres = start_postgres(data_dir)
    try:
        yield database
    finally:
        postgres.stop(wait_for_others=True)


def forget_queue_and_cache(data_dir: Path) -> None:
    """What Redis holds speaks of the replaced database; the restored one lists its pending calculations itself."""
    if settings.REDIS_URL:
        cache.clear()
    shutil.rmtree(data_dir / "redis", ignore_errors=True)


def main(arguments: list[str]) -> int:
    """Returns the exit status: 1 where the command is refused, 2 where it is misused."""
    parser = argparse.ArgumentParser(prog="config.backup")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("create")
    commands.add_parser("restore").add_argument("file", type=Path)
    chosen = parser.parse_args(arguments)
    data_dir = data_dir_from_environment()
    try:
        if chosen.command == "create":
            create(data_dir)
        else:
            restore(data_dir, chosen.file.resolve())
    except (BackupError, ServerError, ImproperlyConfigured) as error:
        print(error, file=sys.stderr)
        return 1
    except psycopg.Error as error:
        print(f"数据库拒绝了操作：{' '.join(str(error).split())}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
