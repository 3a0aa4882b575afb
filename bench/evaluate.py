"""Scoring 10 000 and 100 000 firms by six items: read, computed and stored, against a bare copy and naive scripts.

`floor`, `ours` and the peers store the same: score, rank, grade and every item; `orm` saves card by card, `orm bulk`
and `pandas` use `bulk_create`. `whole` is the service, which stores the inputs, adjustments and formulas of every card
as well; `whole floor` copies the bytes of those. Every run is a process of its own; at 100 000 the peers run once.
Started by `python -m bench evaluate`, which brings the servers.
"""

import hashlib
import json
import statistics
import subprocess
import sys
from dataclasses import dataclass

from django.db import connection

from bench._evaluation import YEAR, BenchCard, add_firms, seed, written_scheme
from bench._evaluation_exact import Result, exact_results
from tracker.models import Round, Scheme, ScoreCard

FEW, MANY = 10_000, 100_000
RUNS = 5
NAIVE = ("orm", "orm bulk", "pandas")  # at MANY firms they run once
ENGINES = ("floor", "ours", *NAIVE, "whole floor", "whole")
MOST_OF_FLOOR, LEAST_OF_ORM, MOST_GROWTH = 3.5, 12, 13
MEGABYTES = 1_000
FORMAT = "{:14}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}{:>8}  {:10}{:>6}"


@dataclass(frozen=True, slots=True)
class Row:
    """One engine: medians of its seconds, its peak, and how its result differs from exact fractions."""

    engine: str
    seconds: dict[str, float]
    megabytes: float
    checksum: str
    differing: int


def run(engine: str, exact: list[Result], runs: int) -> Row:
    """The engine in processes of their own, each into empty tables."""
    outcomes = [_outcome(engine) for _ in range(runs)]
    stored = _stored(ScoreCard if engine.startswith("whole") else BenchCard)
    steps = ("read", "compute", "write", "total")
    return Row(
        engine=engine,
        seconds={step: statistics.median(each.get(step, 0.0) for each in outcomes) for step in steps},
        megabytes=max(each["megabytes"] for each in outcomes),
        checksum=hashlib.sha256(repr(stored).encode()).hexdigest()[:8],
        differing=sum(said != right for said, right in zip(stored, _rows(exact), strict=True)),
    )


def _outcome(engine: str) -> dict[str, float]:
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {BenchCard._meta.db_table}, {ScoreCard._meta.db_table} CASCADE")
        cursor.execute("CHECKPOINT")
    command = [sys.executable, "-m", "bench._evaluate_engines", engine]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    if finished.returncode:
        raise SystemExit(finished.stderr)
    outcome: dict[str, float] = json.loads(finished.stdout)
    return outcome


def _stored(model: type[BenchCard] | type[ScoreCard]) -> list[tuple[int, int, str]]:
    return list(model.objects.order_by("enterprise_id").values_list("enterprise_id", "rank", "grade"))


def _rows(exact: list[Result]) -> list[tuple[int, int, str]]:
    return [(firm, rank, grade) for firm, _, rank, grade in exact]


def report(firms: int, rows: dict[str, Row]) -> None:
    print(f"{firms} firms, {len(written_scheme()['items'])} items; seconds, medians")
    heads = ("read", "compute", "write", "total", "peak MB", "÷ floor", "÷ orm", "checksum", "wrong")
    print(FORMAT.format("", *heads))
    for row in rows.values():
        total, whole = row.seconds["total"], row.engine.startswith("whole")
        floor = rows["whole floor" if whole else "floor"].seconds["total"]
        share = f"{total / rows['orm'].seconds['total']:.3f}" if not whole else ""
        numbers = [f"{row.seconds[step]:.2f}" for step in ("read", "compute", "write", "total")]
        ratios = f"{row.megabytes:.0f}", f"{total / floor:.2f}", share
        print(FORMAT.format(row.engine, *numbers, *ratios, row.checksum, row.differing))


def misses(few: dict[str, Row], many: dict[str, Row]) -> list[str]:
    """The targets that were missed."""
    found = []
    for firms, rows in ((FEW, few), (MANY, many)):
        for engine, floor in (("ours", "floor"), ("whole", "whole floor")):
            ratio = rows[engine].seconds["total"] / rows[floor].seconds["total"]
            if ratio > MOST_OF_FLOOR:
                found.append(f"{engine} at {firms}: {ratio:.2f} × floor, target ≤ {MOST_OF_FLOOR}")
            if rows[engine].differing:
                found.append(f"{engine} at {firms}: {rows[engine].differing} ranks or grades are wrong")
            if rows[engine].megabytes > MEGABYTES:
                found.append(f"{engine} at {firms}: {rows[engine].megabytes:.0f} MB, target ≤ {MEGABYTES}")
        times = rows["orm"].seconds["total"] / rows["ours"].seconds["total"]
        if times < LEAST_OF_ORM:
            found.append(f"ours at {firms}: 1/{times:.1f} of orm, target ≤ 1/{LEAST_OF_ORM}")
    for engine in ("ours", "whole"):
        growth = many[engine].seconds["total"] / few[engine].seconds["total"]
        if growth > MOST_GROWTH:
            found.append(f"{engine}: {growth:.1f} × the cost at 10 × the firms, target ≤ {MOST_GROWTH}")
    return found


def measured(firms: int) -> dict[str, Row]:
    """Every engine in turn on the same firms."""
    exact = exact_results()
    rows = {}
    for engine in ENGINES:
        rows[engine] = run(engine, exact, 1 if engine in NAIVE and firms == MANY else RUNS)
    report(firms, rows)
    return rows


def main() -> int:
    seed(FEW)
    content = written_scheme()
    scheme = Scheme.objects.create(code="bench", name="bench", year=YEAR, size_class="above", content=content)
    Round.objects.create(code="bench", name="bench", year=YEAR).schemes.add(scheme)
    few = measured(FEW)
    add_firms(MANY)
    many = measured(MANY)
    found = misses(few, many)
    print(*found, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
