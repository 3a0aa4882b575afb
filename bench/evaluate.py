"""Scoring 10 000 and 100 000 firms by six items, from database to database, against a bare copy and naive scripts.

All store the same columns of the same table: score, rank, grade, item scores and inputs of every firm; `ours` is the
service, which stores adjustments and yardsticks as well. `orm` saves card by card, `orm bulk` and `pandas` use
`bulk_create`. Every run is a process of its own; at 100 000 the peers run once.
Started by `python -m bench evaluate`, which brings the servers.
"""

import hashlib
import json
import statistics
import subprocess
import sys
from dataclasses import dataclass

from django.db import connection

from bench._evaluation import add_firms, seed, written_scheme
from bench._evaluation_exact import Result, exact_results
from tracker.models import ScoreCard, ScoreGroup

FEW, MANY = 10_000, 100_000
RUNS = 5
STEPS = ("read", "write", "total")
NAIVE = ("orm", "orm bulk", "pandas")  # at MANY firms they run once
ENGINES = ("floor", "ours", *NAIVE)
MOST_OF_FLOOR, LEAST_OF_ORM, MOST_GROWTH = 3.5, 12, 13
MEGABYTES = 1_000
FORMAT = "{:10}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}  {:10}{:>6}"


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
    stored = list(ScoreCard.objects.order_by("enterprise_id").values_list("enterprise_id", "rank", "grade"))
    return Row(
        engine=engine,
        seconds={step: statistics.median(each.get(step, 0.0) for each in outcomes) for step in STEPS},
        megabytes=max(each["megabytes"] for each in outcomes),
        checksum=hashlib.sha256(repr(stored).encode()).hexdigest()[:8],
        differing=sum(said != right for said, right in zip(stored, _rows(exact), strict=True)),
    )


def _outcome(engine: str) -> dict[str, float]:
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {ScoreCard._meta.db_table}, {ScoreGroup._meta.db_table}")
        cursor.execute("CHECKPOINT")
    command = [sys.executable, "-m", "bench._evaluate_engines", engine]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    if finished.returncode:
        raise SystemExit(finished.stderr)
    outcome: dict[str, float] = json.loads(finished.stdout)
    return outcome


def _rows(exact: list[Result]) -> list[tuple[int, int, str]]:
    return [(firm, rank, grade) for firm, _, rank, grade in exact]


def report(firms: int, rows: dict[str, Row]) -> None:
    print(f"{firms} firms, {len(written_scheme()['items'])} items; seconds, medians")
    print(FORMAT.format("", "read", "the rest", "total", "peak MB", "÷ floor", "÷ orm", "checksum", "wrong"))
    for row in rows.values():
        numbers = [f"{row.seconds[step]:.2f}" for step in STEPS]
        ratios = (f"{row.seconds['total'] / rows[peer].seconds['total']:.3f}" for peer in ("floor", "orm"))
        print(FORMAT.format(row.engine, *numbers, f"{row.megabytes:.0f}", *ratios, row.checksum, row.differing))


def misses(few: dict[str, Row], many: dict[str, Row]) -> list[str]:
    """The targets that were missed."""
    found = []
    for firms, rows in ((FEW, few), (MANY, many)):
        ours = rows["ours"]
        of_floor, of_orm = (ours.seconds["total"] / rows[peer].seconds["total"] for peer in ("floor", "orm"))
        if of_floor > MOST_OF_FLOOR:
            found.append(f"{firms}: {of_floor:.2f} × floor, target ≤ {MOST_OF_FLOOR}")
        if of_orm * LEAST_OF_ORM > 1:
            found.append(f"{firms}: 1/{1 / of_orm:.1f} of orm, target ≤ 1/{LEAST_OF_ORM}")
        if ours.differing:
            found.append(f"{firms}: {ours.differing} ranks or grades are wrong")
        if ours.megabytes > MEGABYTES:
            found.append(f"{firms}: {ours.megabytes:.0f} MB, target ≤ {MEGABYTES}")
    growth = many["ours"].seconds["total"] / few["ours"].seconds["total"]
    if growth > MOST_GROWTH:
        found.append(f"{growth:.1f} × the cost at 10 × the firms, target ≤ {MOST_GROWTH}")
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
    few = measured(FEW)
    add_firms(MANY)
    many = measured(MANY)
    found = misses(few, many)
    print(*found, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
