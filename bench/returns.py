"""Saving a pasted block of 1 000 cells, with its checks against published history, against saving cell by cell.

Started by `python -m bench returns`, which brings the servers.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone

from bench import _django  # noqa: F401 — makes Django ready for the imports below
from bench._package import write_package
from bench.naive_returns import save_each_cell
from indicators.domain.periods import Period
from indicators.models import Area, FormItem, FormUnit, Indicator, Return, ReturnForm
from indicators.queries.returns.figures import CheckedReturn
from indicators.services.audit import Actor
from indicators.services.packages import load_package
from indicators.services.returns.drafting import CellChange, save_cells
from indicators.services.returns.forms import save_form, save_item, save_unit
from indicators.services.returns.opening import open_return
from indicators.services.returns.reviewing import extend_return

AREAS, INDICATORS = 5, 100  # × value and growth = 1 000 cells
RUNS = 5
TARGET = 4  # times as fast as cell by cell, checks included
ACTOR = Actor(name="bench")
PERIOD = Period.parse("2026-Q2")


def opened_return() -> Return:
    """A return of 1 000 cells beside 40 quarters of published figures."""
    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as name:
        write_package(Path(name), areas=AREAS, indicators=INDICATORS)
        load_package(directory=Path(name), actor=ACTOR)
    form = ReturnForm(code="block", name="block", frequency="quarter", starts_with="2020-Q1")
    save_form(form=form, actor=ACTOR)
    for indicator in Indicator.objects.all():
        save_item(item=FormItem(form=form, indicator=indicator), actor=ACTOR)
    unit = FormUnit(form=form, code="all", name="all")
    save_unit(unit=unit, areas=list(Area.objects.all()), actor=ACTOR)
    of = open_return(unit=unit, period=PERIOD, actor=ACTOR)
    return extend_return(pk=of.pk, until=timezone.localdate() + timedelta(days=9), reason="bench", actor=ACTOR)


def seconds_of(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def save_block(of: Return, run: int) -> None:
    """What one request of the grid does: save, then check the whole return."""
    cells = of.cells.select_related("indicator", "area")
    changes = [
        CellChange(
            indicator=cell.indicator.code,
            area=cell.area.code,
            measure=cell.measure,
            content=f"{100 + run}.{cell.position}",
            seen=cell.version,
        )
        for cell in cells
    ]
    assert len(save_cells(pk=of.pk, changes=changes, actor=ACTOR).cells) == len(changes)
    assert CheckedReturn(of).findings


def main() -> int:
    of = opened_return()
    count = of.cells.count()
    ours, naive = [], []
    for run in range(RUNS):
        ours.append(seconds_of(lambda run=run: save_block(of, run)))
        contents = {pk: f"{200 + run}.{pk}" for pk in of.cells.values_list("pk", flat=True)}
        naive.append(seconds_of(lambda contents=contents: save_each_cell(of, contents)))
    block, each = statistics.median(ours), statistics.median(naive)
    print(f"{count} cells{'':18}{'median ms':>12}{'× peer':>10}{'target':>10}")
    print(f"{'cell by cell, unchecked':28}{each * 1000:12.0f}{1:10.1f}")
    print(f"{'ours, saved and checked':28}{block * 1000:12.0f}{each / block:10.1f}{f'≥ {TARGET}':>10}")
    return 0 if count == 2 * AREAS * INDICATORS and each / block >= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
