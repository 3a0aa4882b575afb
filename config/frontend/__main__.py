"""`python -m config.frontend`: install the libraries of the browser and copy them to the static files.

Exit status 1 with one sentence where that failed: the pages then use their forms without scripts.
"""

import re
import shutil
import sys
from pathlib import Path

from config.frontend.npm import FrontendError, install

PROJECT = Path(__file__).resolve().parents[2]
VENDOR = PROJECT / "indicators/static/indicators/vendor"

# Where a file comes from under node_modules, and the name it is served by.
FILES = {
    "tabulator-tables/dist/js/tabulator_esm.min.mjs": "tabulator/tabulator.js",
    "tabulator-tables/dist/css/tabulator_simple.min.css": "tabulator/tabulator.css",
    "tabulator-tables/LICENSE": "tabulator/LICENSE",
}

# The maps are not copied, and collecting static files refuses a reference to a file that is not there.
SOURCE_MAP = re.compile(r"\n?(//|/\*)# sourceMappingURL=\S+( ?\*/)?")


def copy_libraries(modules: Path, target: Path) -> None:
    """Lay the files of `FILES` under `target` anew."""
    shutil.rmtree(target, ignore_errors=True)
    for source, name in FILES.items():
        copied = target / name
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.write_text(SOURCE_MAP.sub("", (modules / source).read_text(encoding="utf-8")), encoding="utf-8")


def main() -> int:
    """0 when everything is in place."""
    try:
        install(PROJECT)
        copy_libraries(PROJECT / "node_modules", VENDOR)
    except (FrontendError, OSError) as failed:
        sys.stderr.write(
            f"浏览器表格组件没有装上（{failed}）；填报页先用普通表单，联网后再执行一次 make run 即可补装。\n"
        )
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
