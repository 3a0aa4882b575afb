"""Correcting one figure: the outbox against computing everything again, in one run, and nothing may differ after.

Started by `python -m bench correct`, which brings the servers.
"""

import random
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import django
from django.core.management import call_command

from bench._package import write_package

AREAS, INDICATORS = 14, 100  # × 40 quarters = 56 000 figures, a city
CORRECTIONS = 60
TARGET = 1 / 100  # of the time of the full way


def main() -> int:
    django.setup()
    from django.utils import timezone

    from indicators.domain.figures import Figure
    from indicators.domain.periods import Period
    from indicators.models import Observation
    from indicators.queries.verification import growth_differences
    from indicators.services.audit import Actor
    from indicators.services.observations import publish_figures
    from indicators.services.packages import load_package
    from tracker.queries.verification import ranking_differences
    from tracker.services.calculations import calculate_everything, drain_pending_calculations

    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        write_package(Path(folder), areas=AREAS, indicators=INDICATORS)
        members = [f"all,全部,park-{number:03d},," for number in range(AREAS)]
        (Path(folder) / "peer_groups.csv").write_text("\n".join(["group,name,area,valid_from,valid_until", *members]))
        load_package(directory=Path(folder), actor=Actor(name="bench"))
    full = []
    for _ in range(3):
        started = time.perf_counter()
        calculate_everything()
        full.append(time.perf_counter() - started)
    drain_pending_calculations()
    chosen = random.Random(11).sample(list(Observation.objects.select_related("indicator", "area")), CORRECTIONS)
    moment = timezone.now() - timedelta(hours=1)
    corrections = []
    for number, row in enumerate(chosen):
        corrected = Figure(
            indicator=row.indicator.code,
            area=row.area.code,
            period=Period.parse(row.period),
            value=(row.value or Decimal(0)) + 1,
            growth=row.growth,
            vintage="final",
            published_at=moment,
            published_as=moment.isoformat(),
        )
        started = time.perf_counter()
        publish_figures(figures=[corrected], actor=Actor(name="bench"), reason=f"correction {number}")
        drain_pending_calculations()
        corrections.append(time.perf_counter() - started)
    differing = len([*growth_differences(), *ranking_differences()])
    everything, one = statistics.median(full), statistics.median(corrections)
    print(f"{'':24}{'median ms':>12}{'slowest ms':>12}{'÷ full':>10}{'target':>10}")
    print(f"{'everything again':24}{everything * 1000:12.0f}{max(full) * 1000:12.0f}{1:10.4f}")
    slowest = max(corrections) * 1000
    print(f"{'one figure corrected':24}{one * 1000:12.1f}{slowest:12.1f}{one / everything:10.4f}{f'≤ {TARGET}':>10}")
    print(f"rows different from a full recomputation after {CORRECTIONS} corrections: {differing}")
    return 0 if one / everything <= TARGET and not differing else 1


if __name__ == "__main__":
    sys.exit(main())
