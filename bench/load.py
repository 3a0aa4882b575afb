"""Loading 100 000 figures: the package loader against one `get_or_create` a row with floats, in one run.

The peer is what a first script does: read a row, look its codes up, check that the figure is new, save it. It gets
fewer rows, so rows a second are compared. Started by `python -m bench load`, which brings the servers.
"""

import csv
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from django.db import connection, models

from bench import _django  # noqa: F401 — makes Django ready for the imports below
from bench._package import write_package
from indicators.models import Area, Indicator

ROOT = Path(__file__).resolve().parent.parent
AREAS, INDICATORS = 50, 50  # × 40 quarters = 100 000 figures
PEER_ROWS = 2_000
TARGET = 10  # times the rows a second of the peer
SECONDS, MEGABYTES = 60, 320


class NaiveFigure(models.Model):
    """The peer's table."""

    indicator = models.ForeignKey(Indicator, models.CASCADE)
    area = models.ForeignKey(Area, models.CASCADE)
    period = models.CharField(max_length=7)
    value = models.FloatField(null=True)
    growth = models.FloatField(null=True)

    class Meta:
        app_label = "bench"
        unique_together = [("indicator", "area", "period")]

    def __str__(self) -> str:
        return self.period


def manage(*arguments: str) -> None:
    finished = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if finished.returncode:
        raise SystemExit(finished.stderr)


def peer_rows_a_second(package: Path) -> float:
    """The naive loop over the first rows of the package, in a table of its own."""
    with connection.schema_editor() as editor:
        editor.create_model(NaiveFigure)
    with (package / "observations.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row, _ in zip(csv.DictReader(file), range(PEER_ROWS), strict=False)]
    started = time.perf_counter()
    for row in rows:
        NaiveFigure.objects.get_or_create(
            indicator=Indicator.objects.get(code=row["indicator"]),
            area=Area.objects.get(code=row["area"]),
            period=row["period"],
            defaults={"value": float(row["value"]), "growth": float(row["growth"])},
        )
    return len(rows) / (time.perf_counter() - started)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        package = Path(folder)
        count = write_package(package, areas=AREAS, indicators=INDICATORS)
        manage("migrate")
        started = time.perf_counter()
        manage("load_package", folder)
        seconds = time.perf_counter() - started
        megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        peer = peer_rows_a_second(package)
    ratio = count / seconds / peer
    print(f"{'':24}{'rows/s':>10}{'seconds':>10}{'peak MB':>10}{'× peer':>9}{'target':>9}")
    print(f"{'get_or_create, floats':24}{peer:10.0f}{count / peer:10.1f}{'':>10}{1:9.1f}")
    print(f"{'load_package':24}{count / seconds:10.0f}{seconds:10.1f}{megabytes:10.0f}{ratio:9.1f}{f'≥ {TARGET}':>9}")
    return 0 if ratio >= TARGET and seconds < SECONDS and megabytes < MEGABYTES else 1


if __name__ == "__main__":
    sys.exit(main())
