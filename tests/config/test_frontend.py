"""The libraries of the browser: where they go, and what is said when they cannot be had."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from config.frontend.__main__ import FILES, PROJECT, copy_libraries
from config.frontend.npm import FrontendError, install


def test_copies_name_no_source_map_and_leave_nothing_old(tmp_path: Path) -> None:
    modules, target = tmp_path / "node_modules", tmp_path / "vendor"
    for name in FILES:
        (modules / name).parent.mkdir(parents=True, exist_ok=True)
        (modules / name).write_text(
            "code\n//# sourceMappingURL=a.js.map\n/*# sourceMappingURL=a.css.map */", encoding="utf-8"
        )
    (target / "old").mkdir(parents=True)
    copy_libraries(modules, target)
    copies = sorted(str(path.relative_to(target)) for path in target.rglob("*") if path.is_file())
    assert copies == sorted(FILES.values())
    assert {(target / name).read_text(encoding="utf-8") for name in copies} == {"code"}
    assert not (target / "old").exists()


def test_the_lock_pins_every_package_and_names_no_address() -> None:
    lock = json.loads((PROJECT / "package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((PROJECT / "package.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted["dependencies"]} == wanted[
        "dependencies"
    ]
    assert all("integrity" in package and "resolved" not in package for package in packages.values())


def failing_npm(folder: Path) -> None:
    """An npm on the path that reports a lost connection."""
    program = folder / "npm"
    said = r"npm error code ENOTFOUND\nnpm error network request failed\nnpm error A complete log of this run\n"
    program.write_text(f"#!/bin/sh\n[ \"$1\" = --version ] && echo 10.0.0 && exit\nprintf '{said}' >&2\nexit 1\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def test_what_npm_says_first_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing_npm(tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(FrontendError, match=r"^npm 报告：network request failed$"):
        install(tmp_path)


def test_a_failure_is_one_sentence_and_touches_nothing(tmp_path: Path) -> None:
    failing_npm(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "config.frontend"],
        cwd=PROJECT,
        env={**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("浏览器表格组件没有装上（npm 报告：network request failed）；填报页先用普通表单")
    assert done.stderr.count("\n") == 1
