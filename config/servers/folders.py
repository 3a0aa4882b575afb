"""The folders and lock files of an installation."""

import os
import stat
from pathlib import Path

from config.servers.account import Credentials
from config.servers.errors import ServerError


def data_folder(data_dir: Path) -> Path:
    """Make `data_dir` where it is missing; raises `ServerError` where that is not possible."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ServerError(f"无法建立数据目录 {data_dir}（{error.strerror}），请用 DATA_DIR 另选一个。") from None
    return data_dir


def open_lock_file(path: Path) -> int:
    """The descriptor of a lock file, made where missing; raises `ServerError` where this account may not use it."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise ServerError(f"无法使用 {path}（{error.strerror}），请用建立该目录的用户运行。") from None


def private_folder(folder: Path, credentials: Credentials | None = None) -> Path:
    """Make `folder` for its owner only (this account, or that of `credentials`); refuse one that belongs to another.

    Folders above it are created as usual where missing and are otherwise left as they are.
    """
    owner = (credentials or {}).get("user", os.geteuid())
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != owner:
            raise ServerError(
                f"{folder} 不是本程序账号（编号 {owner}）的文件夹；请用建立它的用户运行，或将它移走。"
            ) from None
        folder.chmod(0o700)
        return folder
    if credentials:
        os.chown(folder, credentials["user"], credentials["group"])
    return folder
