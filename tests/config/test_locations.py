"""Where the embedded database lies and how its URL names it."""

import os
from pathlib import Path

import environ
import pytest

from config.servers.account import NOBODY_UID
from config.servers.locations import (
    SOCKET_NAME,
    database_folder,
    embedded_database_url,
    folder_outside,
    reachable_by_nobody,
    socket_folder,
)

AS_ROOT = os.geteuid() == 0


def test_url_names_the_socket_folder_as_host(data_dir: Path) -> None:
    read = environ.Env.db_url_config(embedded_database_url(data_dir))
    assert (read["HOST"], read["NAME"], read["USER"]) == (str(data_dir / "postgres" / "socket"), "tracker", "postgres")


@pytest.mark.parametrize("name", ["x" * 150, "数据", "with space", "comma,comma", "per%25cent", "plus+plus", "Ünï"])
def test_unusual_folders_get_a_short_plain_socket_folder(data_dir: Path, name: str) -> None:
    unusual = data_dir / name
    folder = socket_folder(unusual)
    assert len(os.fsencode(folder / f"{SOCKET_NAME}.lock")) <= 103
    assert environ.Env.db_url_config(embedded_database_url(unusual))["HOST"] == str(folder)
    assert database_folder(unusual) == unusual / "postgres"
    assert folder != socket_folder(data_dir / f"{name}2")


def test_root_leaves_a_folder_that_nobody_cannot_reach(closed_data_dir: Path) -> None:
    assert os.geteuid() == NOBODY_UID or not reachable_by_nobody(closed_data_dir)
    expected = folder_outside(closed_data_dir) if AS_ROOT else closed_data_dir / "postgres"
    assert database_folder(closed_data_dir) == expected


def test_nothing_is_created_or_opened(closed_data_dir: Path) -> None:
    mode = closed_data_dir.parent.stat().st_mode
    embedded_database_url(closed_data_dir)
    assert not list(closed_data_dir.iterdir())
    assert not folder_outside(closed_data_dir).exists()
    assert closed_data_dir.parent.stat().st_mode == mode
