"""Where the embedded PostgreSQL keeps its files. Paths only: nothing here creates, opens or changes anything."""

import hashlib
import os
import re
import stat
from pathlib import Path
from urllib.parse import quote

from config.servers.account import NOBODY_GID, NOBODY_UID

DATABASE_NAME = "tracker"
SUPERUSER = "postgres"
SOCKET_PORT = 5432  # a part of the socket's file name; nothing listens on TCP
SOCKET_NAME = f".s.PGSQL.{SOCKET_PORT}"
SOCKET_PATH_LIMIT = 103  # bytes, the smaller of Linux (107) and macOS (103)
# PostgreSQL reads the socket folder as a comma-separated list, database URLs unquote it.
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")


def data_dir_from_environment() -> Path:
    """`DATA_DIR`, by default `var` beside the code; absolute."""
    default = Path(__file__).resolve().parent.parent.parent / "var"
    return Path(os.environ.get("DATA_DIR") or default).resolve()


def data_dir_digest(data_dir: Path) -> str:
    """Twelve hexadecimal digits that stand for `data_dir` in the names of folders elsewhere."""
    return hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]


def folder_outside(data_dir: Path) -> Path:
    """The database folder of root where `nobody` cannot reach `data_dir`."""
    return Path("/var/lib") / f"tracker-{data_dir_digest(data_dir)}"


def reachable_by_nobody(folder: Path) -> bool:
    """Whether mode bits let `nobody` pass through `folder` and the folders above; what is missing counts as open."""
    return all(_passable(parent) for parent in (folder, *folder.parents))


def _passable(folder: Path) -> bool:
    try:
        status = folder.stat()
    except FileNotFoundError:
        return True
    if status.st_uid == NOBODY_UID:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == NOBODY_GID:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def database_folder(data_dir: Path) -> Path:
    """The folder of the embedded PostgreSQL of `data_dir`.

    `DATA_DIR/postgres`; as root, where `nobody` cannot reach that, `/var/lib/tracker-<hash of DATA_DIR>`. A folder
    there stays in use when `data_dir` becomes reachable later, so that a changed mode never hides a database.
    """
    inside = data_dir / "postgres"
    if os.geteuid() != 0:
        return inside
    outside = folder_outside(data_dir)
    return outside if outside.exists() or not reachable_by_nobody(data_dir) else inside


def socket_folder(data_dir: Path) -> Path:
    """The folder of the unix socket: inside the database folder unless its path is too long or unusual for a socket."""
    folder = database_folder(data_dir) / "socket"
    longest = folder / f"{SOCKET_NAME}.lock"
    if len(os.fsencode(longest)) <= SOCKET_PATH_LIMIT and PLAIN_PATH.fullmatch(str(folder)):
        return folder
    # The folder is made for its owner only and refused when somebody else made it, see `folders.private_folder`.
    return Path("/tmp") / f"tracker-{os.geteuid()}-{data_dir_digest(data_dir)}"  # noqa: S108


def socket_database_url(folder: Path, name: str = DATABASE_NAME) -> str:
    """A database URL, as django-environ reads it, for the server that listens in the socket folder `folder`."""
    return f"postgresql://{SUPERUSER}@:{SOCKET_PORT}/{quote(str(folder))}/{name}"


def embedded_database_url(data_dir: Path) -> str:
    """The URL of the embedded database of `data_dir`, whether or not its server is running."""
    return socket_database_url(socket_folder(data_dir))
