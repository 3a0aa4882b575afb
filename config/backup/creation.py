"""Makes a backup, also while the product runs."""

import datetime
import tempfile
from collections.abc import Iterator
from pathlib import Path

from config.backup.archive import DATABASE_DUMP, FILES, SECRET_KEY, write_archive
from config.backup.database import Database


def create_backup(data_dir: Path, database: Database, *, now: datetime.datetime) -> Path:
    """Write database, files and secret key to a new archive below `data_dir`; returns its path.

    The database is dumped first, so that every file it speaks of is there when the files are read.
    """
    folder = data_dir / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    archive = folder / f"tracker-{now:%Y%m%d-%H%M%S}.tar"
    with tempfile.TemporaryDirectory(dir=folder, prefix="unfinished-") as work:
        dump = Path(work) / DATABASE_DUMP
        database.dump(dump)
        write_archive(archive, _members(data_dir, dump), made_at=now.isoformat())
    return archive


def _members(data_dir: Path, dump: Path) -> Iterator[tuple[str, Path]]:
    yield DATABASE_DUMP, dump
    if (secret := data_dir / SECRET_KEY).exists():
        yield SECRET_KEY, secret
    for path in sorted((data_dir / FILES).rglob("*")):
        if path.is_file():
            yield path.relative_to(data_dir).as_posix(), path
