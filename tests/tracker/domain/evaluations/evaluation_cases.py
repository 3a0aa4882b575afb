"""Schemes as they are written, firms and facts from rows of texts."""

import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tracker.domain.evaluations.facts import Firm, FirmFacts, SizeClass
from tracker.domain.evaluations.scheme import Scheme
from tracker.domain.evaluations.scheme_reading import read_scheme
from tracker.domain.evaluations.scorecard import ScoreCard
from tracker.domain.evaluations.scoring import score_group

CASES = Path(__file__).parent / "cases"
YEAR = 2023
TEXTS = {"promotion", "grade_cap", "exempt_reason"}
NUMBERS = tuple(
    field.name for field in fields(FirmFacts) if field.name not in TEXTS | {"year", "veto", "size_class", "taxes"}
)

Written = dict[str, Any]
FactsRow = Mapping[str, str]


def published_schemes() -> list[Written]:
    """The schemes of `schemes.json`, as written."""
    schemes: list[Written] = json.loads((CASES / "schemes.json").read_text(encoding="utf-8"))["schemes"]
    assert len(schemes) == 4
    return schemes


def full_scheme() -> Written:
    """One scheme that uses every setting, as written."""
    written: Written = json.loads((CASES / "full_scheme.json").read_text(encoding="utf-8"))
    return written


def scheme_of(written: Written) -> Scheme:
    """A scheme without a fault."""
    read = read_scheme(deepcopy(written))
    assert not read.faults, read.faults
    return read.schemes[0]


def written_item(**settings: Any) -> Written:
    """A benchmark of revenue over land with the whole weight, changed by `settings`."""
    return {
        "item": "item",
        "name": "指标",
        "numerator": "revenue",
        "denominator": "land",
        "weight": "100",
        "formula": "benchmark",
        "baseline": {"fixed": "1"},
        "direction": "higher",
        "cap": None,
        "floor": None,
        "missing": "zero",
    } | settings


def written_scheme(*items: Written, **settings: Any) -> Written:
    """Four grades at 20/60/95 % from one firm on, changed by `settings`."""
    return {
        "scheme": "case",
        "name": "测试方案",
        "year": YEAR,
        "size_class": "above",
        "items": list(items),
        "grades": [
            {"grade": "A", "up_to": "0.20"},
            {"grade": "B", "up_to": "0.60"},
            {"grade": "C", "up_to": "0.95"},
            {"grade": "D", "up_to": "1"},
        ],
        "minimum_group_size": 1,
        "veto_grade": "D",
    } | settings


def firm(code: str, **fields: Any) -> Firm:
    return Firm(**({"code": code, "size_class": SizeClass.ABOVE} | fields))


def facts_of(row: FactsRow, year: int = YEAR) -> FirmFacts:
    """Facts from a row of cells; an empty one is absent, taxes are `增值税=5;房产税=1`."""
    pairs = (pair.split("=") for pair in row.get("taxes", "").split(";") if pair)
    cells: dict[str, Any] = {name: row.get(name, "") for name in TEXTS}
    cells |= {name: Decimal(row[name]) if row.get(name) else None for name in NUMBERS}
    return FirmFacts(
        year=year,
        taxes={component: Decimal(amount) for component, amount in pairs},
        veto=row.get("veto") == "yes",
        size_class=SizeClass(row["size_class"]) if row.get("size_class") else None,
        **cells,
    )


def cards_of(
    written: Written, rows: Iterable[FactsRow], last_year: Iterable[FactsRow | None] = (), **settings: Any
) -> list[ScoreCard]:
    """The cards of one group, a firm for every row; `in_production_from` may stand in a row."""
    rows = list(rows)
    firms = [
        firm(f"F{place}", in_production_from=date.fromisoformat(row["in_production_from"]))
        if row.get("in_production_from")
        else firm(f"F{place}")
        for place, row in enumerate(rows)
    ]
    facts = {each.code: facts_of(row) for each, row in zip(firms, rows, strict=True)}
    before = {f"F{place}": facts_of(row, YEAR - 1) for place, row in enumerate(last_year) if row is not None}
    return score_group(scheme_of(written | settings), firms, facts, before)
