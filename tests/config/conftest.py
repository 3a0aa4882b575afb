"""Folders and programs for the tests of servers, launcher and backup."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from config.servers.locations import folder_outside, socket_folder


@pytest.fixture
def closed_data_dir(tmp_path: Path) -> Iterator[Path]:
    """A folder below one that only its owner can enter."""
    tmp_path.chmod(0o700)
    folder = tmp_path / "installation"
    folder.mkdir()
    yield folder
    for elsewhere in (folder_outside(folder), socket_folder(folder)):
        shutil.rmtree(elsewhere, ignore_errors=True)


def operator_environment(data_dir: Path) -> dict[str, str]:
    """The environment of an operator of the installation in `data_dir`, without what this test run has set."""
    ours = ("DATABASE_URL", "REDIS_URL", "PYTEST_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "DATA_DIR": str(data_dir), "PYTHONUTF8": "1"}


RunPython = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run_python(data_dir: Path) -> RunPython:
    """Runs this product's Python as an operator would, on `data_dir` and with the servers that it brings."""

    def run(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        environment = operator_environment(data_dir) | variables
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run
