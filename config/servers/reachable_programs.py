"""PostgreSQL's programs where the database account can run them."""

import os
import shutil
from pathlib import Path

from config.servers.account import Credentials
from config.servers.binaries import PIP_POSTGRES, PostgresPrograms, version_text
from config.servers.errors import ServerError


def programs_for_account(programs: PostgresPrograms, credentials: Credentials, home: Path) -> PostgresPrograms:
    """`programs`, or a copy of them in the database folder `home` where the database account cannot run them.

    A virtual environment in a closed home folder is closed to `nobody`; the copy is made once for a version of the
    package instead of opening folders that are not ours.
    """
    if not credentials or version_text(programs.folder / "postgres", credentials):
        return programs
    if programs.pip_version is None:
        raise ServerError(
            f"系统账号 nobody 无法运行 {programs.folder} 里的 PostgreSQL；请检查其权限，或设置 DATABASE_URL。"
        )
    copy = home / "programs" / programs.pip_version
    if not copy.exists():
        _copy_package(programs.folder.parent, copy, credentials)
    folder = copy / PIP_POSTGRES / programs.folder.parent.name / programs.folder.name
    return PostgresPrograms(folder=folder, major=programs.major, pip_version=programs.pip_version)


def _copy_package(installation: Path, copy: Path, credentials: Credentials) -> None:
    """Copy `installation` and its libraries, which the programs look for beside their package."""
    shutil.rmtree(copy.parent, ignore_errors=True)  # an older version, or a copy that was interrupted
    unfinished = copy.with_name("unfinished")
    package = installation.parent
    libraries = package.with_name(f"{package.name}.libs")
    ignored = shutil.ignore_patterns("include", "*.a", "pkgconfig", "man", "doc")
    shutil.copytree(installation, unfinished / package.name / installation.name, symlinks=True, ignore=ignored)
    if libraries.exists():
        shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
    for folder, _, names in os.walk(copy.parent):
        for path in (Path(folder), *(Path(folder, name) for name in names)):
            os.chown(path, credentials["user"], credentials["group"], follow_symlinks=False)
    unfinished.rename(copy)
