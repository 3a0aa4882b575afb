"""The archive of a backup: a tar whose last member, the manifest, names every other one with its SHA-256."""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import IO

FORMAT = {"format": "tracker-backup", "version": 1}
MANIFEST = "manifest.json"
DATABASE_DUMP = "database.dump"
SECRET_KEY = "secret_key"  # noqa: S105 — the name of a file
FILES = "files"
CHUNK = 1024 * 1024


class BackupError(Exception):
    """A backup or a restore is refused; the text is one sentence for the operator."""


class HashingReader:
    """Reads a file and computes the SHA-256 of what was read, so that a manifest tells what an archive really holds."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._file.read(size)
        self._hash.update(chunk)
        return chunk

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


def write_archive(archive: Path, members: Iterable[tuple[str, Path]], *, made_at: str) -> None:
    """Write `members` (name in the archive, file) to `archive`, which only its owner may read.

    It appears under its name when it is complete.
    """
    unfinished = archive.with_name(f"{archive.name}.unfinished")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as output, tarfile.open(fileobj=output, mode="w") as tar:
        digests = {}
        for name, path in members:
            with path.open("rb") as file:
                reader = HashingReader(file)
                tar.addfile(tar.gettarinfo(arcname=name, fileobj=file), reader)
            digests[name] = reader.digest
        manifest = json.dumps({**FORMAT, "made_at": made_at, "members": digests}, ensure_ascii=False, indent=1).encode()
        header = tarfile.TarInfo(MANIFEST)
        header.size = len(manifest)
        tar.addfile(header, io.BytesIO(manifest))
    unfinished.rename(archive)


def extract_archive(archive: Path, folder: Path) -> None:
    """Check `archive` and write its members below `folder`; raises `BackupError` where anything is wrong with it."""
    digests = {}
    manifest: object = None
    try:
        with tarfile.open(archive, mode="r:") as tar:
            for member in tar:
                source = tar.extractfile(member) if member.isreg() and _is_member_name(member.name) else None
                if source is None:
                    raise BackupError(f"{archive} 不是本系统的备份：其中有不认识的 {member.name}。")
                if member.name == MANIFEST:
                    manifest = json.load(source)
                else:
                    digests[member.name] = _extracted(source, folder / member.name, mode=member.mode & 0o777)
    except (OSError, tarfile.TarError, ValueError) as error:
        raise BackupError(f"{archive} 不是本系统的备份，或已损坏（{error}）。") from None
    if not isinstance(manifest, dict) or any(manifest.get(key) != FORMAT[key] for key in FORMAT):
        raise BackupError(f"{archive} 不是完整的备份：没有本系统的清单。")
    if manifest.get("members") != digests or DATABASE_DUMP not in digests:
        raise BackupError(f"{archive} 已损坏：内容与清单不符。")


def _is_member_name(name: str) -> bool:
    """Whether a backup has members of this name; one that leads out of the folder it is extracted to is none."""
    path = PurePosixPath(name)
    return name in (MANIFEST, DATABASE_DUMP, SECRET_KEY) or (path.parts[:1] == (FILES,) and ".." not in path.parts)


def _extracted(source: IO[bytes], target: Path, *, mode: int) -> str:
    """Copy `source` to `target`; returns the SHA-256."""
    target.parent.mkdir(parents=True, exist_ok=True)
    reader = HashingReader(source)
    with target.open("wb") as file:
        while chunk := reader.read(CHUNK):
            file.write(chunk)
    target.chmod(mode)
    return reader.digest
