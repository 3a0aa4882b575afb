"""`make backup` and `make restore`: everything comes back, nothing else is touched."""

import io
import json
import tarfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest

from config.backup.archive import BackupError, extract_archive
from config.servers.installation_lock import installation_lock
from config.servers.locations import SOCKET_PORT, SUPERUSER, socket_folder
from config.servers.postgres import EmbeddedPostgres, start_postgres
from tests.config.conftest import RunPython


@pytest.fixture
def running(data_dir: Path) -> Iterator[EmbeddedPostgres]:
    postgres = start_postgres(data_dir, durable=False)
    yield postgres
    postgres.stop()


def connect(data_dir: Path) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(
        host=str(socket_folder(data_dir)), port=SOCKET_PORT, user=SUPERUSER, dbname="tracker", autocommit=True
    )


def fill(data_dir: Path, figure: str) -> None:
    """Give the installation one figure, in the database and in a file."""
    with connect(data_dir) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS figures (name text PRIMARY KEY, value numeric)")
        connection.execute("INSERT INTO figures VALUES ('地区生产总值', %s)", [figure])
    (data_dir / "files" / "reports").mkdir(parents=True, exist_ok=True)
    (data_dir / "files" / "reports" / "通报.txt").write_text(figure, encoding="utf-8")


def content(data_dir: Path) -> tuple[list[tuple[object, ...]], str]:
    with connect(data_dir) as connection:
        rows = connection.execute("SELECT name, value::text FROM figures ORDER BY value").fetchall()
    return rows, (data_dir / "files" / "reports" / "通报.txt").read_text(encoding="utf-8")


def databases(data_dir: Path) -> set[object]:
    with connect(data_dir) as connection:
        return {name for (name,) in connection.execute("SELECT datname FROM pg_database WHERE NOT datistemplate")}


@pytest.fixture
def archive(data_dir: Path, running: EmbeddedPostgres, run_python: RunPython) -> Path:
    """A backup, made while the database runs, of one figure; afterwards everything is changed."""
    (data_dir / "secret_key").write_text("first secret")
    fill(data_dir, "123456789012.123456")
    done = run_python("-m", "config.backup", "create", SECRET_KEY="x" * 50)
    assert done.returncode == 0, done.stderr
    (made,) = (data_dir / "backups").glob("tracker-*.tar")
    assert str(made) in done.stdout
    assert made.stat().st_mode & 0o077 == 0
    with connect(data_dir) as connection:
        connection.execute("UPDATE figures SET value = 0")
        connection.execute("CREATE TABLE later (name text)")
    (data_dir / "files" / "reports" / "通报.txt").write_text("changed")
    (data_dir / "files" / "later.txt").touch()
    (data_dir / "secret_key").write_text("second secret")
    return made


def test_the_whole_installation_comes_back(data_dir: Path, archive: Path, run_python: RunPython) -> None:
    done = run_python("-m", "config.backup", "restore", str(archive), SECRET_KEY="x" * 50)
    assert done.returncode == 0, done.stderr
    assert content(data_dir) == ([("地区生产总值", "123456789012.123456")], "123456789012.123456")
    assert not (data_dir / "files" / "later.txt").exists()
    assert (data_dir / "secret_key").read_text() == "first secret"
    assert databases(data_dir) == {"postgres", "tracker"}
    with connect(data_dir) as connection, pytest.raises(psycopg.errors.UndefinedTable):
        connection.execute("SELECT * FROM later")


def refused(run_python: RunPython, archive: Path, expected: str) -> None:
    done = run_python("-m", "config.backup", "restore", str(archive), SECRET_KEY="x" * 50)
    assert done.returncode == 1
    assert expected in done.stderr
    assert done.stderr.count("\n") == 1


def test_it_is_refused_while_the_product_runs(data_dir: Path, archive: Path, run_python: RunPython) -> None:
    with installation_lock(data_dir, refusal=""):
        refused(run_python, archive, "make run 正在运行")
    with connect(data_dir):
        refused(run_python, archive, "还有 1 个连接")
    assert content(data_dir) == ([("地区生产总值", "0")], "changed")
    assert databases(data_dir) == {"postgres", "tracker"}


def test_a_file_that_is_no_backup_touches_nothing(data_dir: Path, archive: Path, run_python: RunPython) -> None:
    whole = archive.read_bytes()
    other = data_dir / "other.tar"
    altered = whole.index(b"PGDMP") + 100
    for text in (b"", b"no archive", whole[: len(whole) // 2], whole[:altered] + b"?" + whole[altered + 1 :]):
        other.write_bytes(text)
        refused(run_python, other, str(other))
    refused(run_python, data_dir / "missing.tar", "missing.tar")
    assert content(data_dir) == ([("地区生产总值", "0")], "changed")
    assert {path.name for path in data_dir.iterdir() if "restore-" in path.name} == set()


def test_a_dump_that_does_not_load_leaves_everything(data_dir: Path, archive: Path, run_python: RunPython) -> None:
    broken = data_dir / "broken.tar"
    dump = b"PGDMP but nothing that follows"
    manifest = {"format": "tracker-backup", "version": 1, "members": {"database.dump": sha256(dump).hexdigest()}}
    write_tar(broken, {"database.dump": dump}, manifest)
    refused(run_python, broken, "pg_restore 失败")
    assert content(data_dir) == ([("地区生产总值", "0")], "changed")
    assert databases(data_dir) == {"postgres", "tracker"}


def write_tar(path: Path, members: dict[str, bytes], manifest: object) -> None:
    with tarfile.open(path, "w") as tar:
        for name, text in {**members, "manifest.json": json.dumps(manifest).encode()}.items():
            header = tarfile.TarInfo(name)
            header.size = len(text)
            tar.addfile(header, io.BytesIO(text))


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "files/../../outside", "other/file", "postgres/data/x"])
def test_an_archive_cannot_write_elsewhere(tmp_path: Path, name: str) -> None:
    write_tar(tmp_path / "bad.tar", {name: b"x"}, {})
    (tmp_path / "target").mkdir()
    with pytest.raises(BackupError, match="不认识"):
        extract_archive(tmp_path / "bad.tar", tmp_path / "target")
    assert not [path for path in tmp_path.rglob("*") if path.name in ("outside", "file", "x")]


def test_a_link_is_no_member(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "bad.tar", "w") as tar:
        link = tarfile.TarInfo("files/link")
        link.type = tarfile.SYMTYPE
        link.linkname = "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(BackupError, match="不认识"):
        extract_archive(tmp_path / "bad.tar", tmp_path)
