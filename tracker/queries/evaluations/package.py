"""Firms, their current facts, schemes and rounds as a data package holds them, sorted by key."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db.models.functions import Collate

from indicators.domain.numbers import plain
from tracker.domain.evaluation_tables import MARKS, QUANTITIES
from tracker.models import Enterprise, EnterpriseFact, EnterpriseTax, Round, Scheme

Cells = tuple[Any, ...]
CHUNK = 5_000
BY_CODE = Collate("code", "C")
BY_ENTERPRISE = Collate("enterprise__code", "C")


def enterprise_rows() -> Iterator[Cells]:
    names = (
        "code",
        "name",
        "park__code",
        "area__code",
        "industry",
        "size_class",
        "in_production_from",
        "exempt_reason",
    )
    yield from Enterprise.objects.order_by(BY_CODE).values_list(*names).iterator(chunk_size=CHUNK)


def fact_rows() -> Iterator[Cells]:
    """The current version of each firm and year."""
    rows = EnterpriseFact.objects.current().order_by(BY_ENTERPRISE, "year")
    width = len(QUANTITIES)
    values = rows.values_list("enterprise__code", "year", *QUANTITIES, "veto", *MARKS)
    for code, year, *rest in values.iterator(chunk_size=CHUNK):
        quantities, veto, marks = rest[:width], rest[width], rest[width + 1 :]
        yield code, year, *(plain(each) for each in quantities), "yes" if veto else "", *marks


def tax_rows() -> Iterator[Cells]:
    rows = EnterpriseTax.objects.current().order_by(BY_ENTERPRISE, "year", Collate("component", "C"))
    values = rows.values_list("enterprise__code", "year", "component", "amount", "source")
    for code, year, component, amount, source in values.iterator(chunk_size=CHUNK):
        yield code, year, component, plain(amount), source


def round_rows() -> Iterator[Cells]:
    for each in Round.objects.order_by(BY_CODE).prefetch_related("schemes"):
        schemes = " ".join(sorted(scheme.code for scheme in each.schemes.all()))
        yield each.code, each.name, each.year, schemes, "yes" if each.trial else "no"


def scheme_file(path: Path) -> int:
    """Write `schemes.json`, schemes by code; returns how many."""
    schemes = [each.content for each in Scheme.objects.order_by(BY_CODE)]
    text = json.dumps({"schemes": schemes}, ensure_ascii=False, indent=1)
    path.write_text(f"{text}\n", encoding="utf-8")
    return len(schemes)
