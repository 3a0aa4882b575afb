"""Seeded firms with their facts, the scheme they are scored by, and the cards as the naive scripts store them."""

import random
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management import call_command
from django.db import connection, models, transaction

from bench import _django  # noqa: F401 — makes Django ready for the imports below
from indicators.models import Area
from indicators.services.audit import Actor, record
from tracker.models import Enterprise, EnterpriseFact, Round, Scheme, ScoreGroup

SEED = 20231231
YEAR = 2023
PARKS = 12
FIRMS_ALIKE = 5  # so many firms share all their facts: totals tie
ITEMS = (
    ("tax_per_mu", "tax", "land_owned", "30", "benchmark", {"fixed": "24.097"}),
    ("value_added_per_mu", "value_added", "land_owned", "20", "benchmark", {"group_average": "1"}),
    ("value_added_per_energy", "value_added", "energy", "20", "benchmark", {"fixed": "2.694"}),
    ("value_added_per_emission", "value_added", "emissions", "10", "min_max", None),
    ("value_added_per_head", "value_added", "staff", "10", "benchmark", {"fixed": "18.14"}),
    ("rd_intensity", "rd_spending", "revenue", "10", "benchmark", {"fixed": "0.0302"}),
)
FIELDS = sorted({name for _, above, below, *_ in ITEMS for name in (above, below)} | {"bonus"})
CAP, BONUS_CEILING = "1.5", "5"
GRADES = (("A", "0.20"), ("B", "0.65"), ("C", "0.95"), ("D", "1"))


def written_scheme() -> dict[str, Any]:
    """The scheme as `schemes.json` writes it."""
    items = [
        {
            "item": item,
            "name": item,
            "numerator": numerator,
            "denominator": denominator,
            "weight": weight,
            "formula": formula,
            "baseline": baseline,
            "direction": "higher",
            "cap": CAP,
            "floor": "0",
            "missing": "zero",
        }
        for item, numerator, denominator, weight, formula, baseline in ITEMS
    ]
    return {
        "scheme": "bench",
        "name": "bench",
        "year": YEAR,
        "size_class": "above",
        "group_by": ["park"],
        "items": items,
        "bonus_ceiling": BONUS_CEILING,
        "grades": [{"grade": grade, "up_to": up_to} for grade, up_to in GRADES],
        "veto_grade": "D",
    }


def seed(firms: int) -> None:
    """Fill an empty database with `firms` firms, their facts of one year, and a round that scores them."""
    call_command("migrate", verbosity=0)
    content = written_scheme()
    scheme = Scheme.objects.create(code="bench", name="bench", year=YEAR, size_class="above", content=content)
    Round.objects.create(code="bench", name="bench", year=YEAR).schemes.add(scheme)
    add_firms(firms)


def naive_groups(names: Iterable[int]) -> dict[int, ScoreGroup]:
    """A group a park for the naive scripts, which keep no yardsticks."""
    round = Round.objects.get()
    scheme = round.schemes.get()
    return {
        park: ScoreGroup.objects.create(round=round, scheme=scheme, name=f"{park}", of=0, items=[], method="naive")
        for park in names
    }


@transaction.atomic
def add_firms(firms: int) -> None:
    """Replace all firms by so many."""
    entry = record(
        actor=Actor(name="bench"), action="created", object_type="enterprisefact", object_key="bench", new={}
    )
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {Enterprise._meta.db_table} CASCADE")
    Area.objects.bulk_create(
        [Area(code=f"bench-{park:02d}", name=f"园区{park}", kind="park") for park in range(PARKS)],
        ignore_conflicts=True,
    )
    parks = list(Area.objects.filter(code__startswith="bench-").order_by("code").values_list("pk", flat=True))
    _copy(
        Enterprise,
        ("id", "code", "name", "park_id", "area_id", "industry", "size_class", "exempt_reason"),
        ((pk, f"F{pk:017d}", f"企业{pk}", parks[pk % PARKS], parks[0], "", "above", "") for pk in range(1, firms + 1)),
    )
    names = ("tax", "land_owned", "revenue", "value_added", "energy", "emissions", "staff", "rd_spending", "bonus")
    head = ("enterprise_id", "year", *names, "veto", "size_class", "exempt_reason", "promotion", "grade_cap")
    _copy(EnterpriseFact, (*head, "version", "recorded_at", "audit_entry_id"), _facts(firms, entry.pk))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _facts(firms: int, entry: int) -> Iterator[tuple[Any, ...]]:
    numbers = random.Random(SEED)
    alike = [_profile(numbers) for _ in range(max(1, firms // FIRMS_ALIKE))]
    for pk in range(1, firms + 1):
        bonus, veto = numbers.choice([None, None, None, "1.5", "8"]), numbers.random() < 0.01
        yield (pk, YEAR, *numbers.choice(alike), bonus, veto, *("", "", "", ""), 0, "2024-03-01", entry)


def _profile(numbers: random.Random) -> tuple[str | None, ...]:
    """Two decimals, some absent, some taxes negative."""

    def one(least: int, most: int, absent: float = 0.0) -> str | None:
        hundredths = numbers.randint(least, most)
        return None if numbers.random() < absent else f"{hundredths / 100:.2f}"

    return (
        *(one(-5_000, 200_000), one(200, 30_000), one(10_000, 5_000_000), one(5_000, 900_000)),
        *(one(1_000, 500_000, 0.05), one(1, 500, 0.1), one(1_000, 90_000), one(0, 90_000, 0.1)),
    )


def _copy(model: type[models.Model], columns: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {model._meta.db_table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
