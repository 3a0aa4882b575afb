"""Correcting one figure: the outbox against computing everything again, in one run, and nothing may differ after.

Started by `python -m bench correct`, which brings the servers.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone

from bench import _django  # noqa: F401 — makes Django ready for the imports below
from bench._package import write_package
from indicators.domain.figures import Figure
from indicators.domain.periods import Period
from indicators.models import Observation
from indicators.queries.verification import growth_differences
from indicators.services.audit import Actor
from indicators.services.observations import publish_figures
from indicators.services.packages import load_package
from tracker.queries.verification import ranking_differences
from tracker.services.calculations import calculate_everything, drain_pending_calculations

AREAS, INDICATORS = 14, 100  # × 40 quarters = 56 000 figures, a city
FULL_RUNS = 3
CORRECTIONS = 60
SEED = 11
TARGET = 1 / 100  # of the time of the full way
ACTOR = Actor(name="bench")


def seed() -> None:
    """Fill the empty database with a package whose areas are one peer group."""
    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as name:
        folder = Path(name)
        write_package(folder, areas=AREAS, indicators=INDICATORS)
        members = [f"all,全部,park-{number:03d},," for number in range(AREAS)]
        (folder / "peer_groups.csv").write_text("\n".join(["group,name,area,valid_from,valid_until", *members]))
        load_package(directory=folder, actor=ACTOR)


def seconds_of(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def corrected(row: Observation, moment: datetime) -> Figure:
    """The figure of `row`, one more, published at `moment`."""
    return Figure(
        indicator=row.indicator.code,
        area=row.area.code,
        period=Period.parse(row.period),
        value=(row.value or Decimal(0)) + 1,
        growth=row.growth,
        vintage="final",
        published_at=moment,
        published_as=moment.isoformat(),
    )


def correct(figure: Figure) -> None:
    """Publish a correction and bring everything that follows from it up to date."""
    publish_figures(figures=[figure], actor=ACTOR, reason="correction")
    drain_pending_calculations()


def report(full: list[float], corrections: list[float]) -> float:
    """Print a row for each way; returns the share of the full way that one correction takes."""
    everything, one = statistics.median(full), statistics.median(corrections)
    slowest = max(corrections) * 1000
    print(f"{'':24}{'median ms':>12}{'slowest ms':>12}{'÷ full':>10}{'target':>10}")
    print(f"{'everything again':24}{everything * 1000:12.0f}{max(full) * 1000:12.0f}{1:10.4f}")
    print(f"{'one figure corrected':24}{one * 1000:12.1f}{slowest:12.1f}{one / everything:10.4f}{f'≤ {TARGET}':>10}")
    return one / everything


def main() -> int:
    seed()
    full = [seconds_of(calculate_everything) for _ in range(FULL_RUNS)]
    drain_pending_calculations()
    rows = list(Observation.objects.select_related("indicator", "area"))
    moment = timezone.now() - timedelta(hours=1)
    figures = [corrected(row, moment) for row in random.Random(SEED).sample(rows, CORRECTIONS)]
    corrections = [seconds_of(lambda figure=figure: correct(figure)) for figure in figures]
    share = report(full, corrections)
    differing = len([*growth_differences(), *ranking_differences()])
    print(f"rows different from a full recomputation after {CORRECTIONS} corrections: {differing}")
    return 0 if share <= TARGET and not differing else 1


if __name__ == "__main__":
    sys.exit(main())
