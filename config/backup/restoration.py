"""Puts a backup in the place of the installation: prepared beside it, exchanged, the old one removed last."""

import contextlib
import datetime
import tempfile
from collections.abc import Iterator
from pathlib import Path

from config.backup.archive import DATABASE_DUMP, FILES, SECRET_KEY, BackupError, extract_archive
from config.backup.database import Database


def restore_backup(unpacked: Path, data_dir: Path, database: Database, *, now: datetime.datetime) -> None:
    """Replace database and files of `data_dir` by the checked backup in `unpacked`; `BackupError` where it cannot.

    Until the exchange nothing of the installation is touched; when the exchange fails, it is undone.
    """
    if sessions := database.sessions():
        raise BackupError(f"数据库 {database.name} 还有 {sessions} 个连接，请先停止网站、任务进程和正在运行的命令。")
    restored = database.named(f"{database.name[:40]}_new_{now:%Y%m%d%H%M%S}")
    replaced = database.named(f"{database.name[:40]}_old_{now:%Y%m%d%H%M%S}")
    restored.create()
    try:
        restored.restore(unpacked / DATABASE_DUMP)
        database.exchange(restored, kept_as=replaced)
    except BaseException:
        restored.drop()
        raise
    try:
        exchange_files(unpacked, data_dir)
    except BaseException:
        database.exchange(replaced, kept_as=restored)
        restored.drop()
        raise
    replaced.drop()


def exchange_files(unpacked: Path, data_dir: Path) -> None:
    """Move files and secret key of the backup into `data_dir`; on failure everything is moved back."""
    with tempfile.TemporaryDirectory(dir=data_dir, prefix="replaced-") as old, contextlib.ExitStack() as undo:
        for name in (FILES, SECRET_KEY):
            current, kept, new = data_dir / name, Path(old) / name, unpacked / name
            if current.exists():
                current.rename(kept)
                undo.callback(kept.rename, current)
            if new.exists():
                new.rename(current)
                undo.callback(current.rename, new)
        undo.pop_all()


@contextlib.contextmanager
def unpacked_backup(archive: Path, data_dir: Path) -> Iterator[Path]:
    """The checked content of `archive`, on the file system of `data_dir`."""
    with tempfile.TemporaryDirectory(dir=data_dir, prefix="restore-") as folder:
        extract_archive(archive, Path(folder))
        yield Path(folder)
