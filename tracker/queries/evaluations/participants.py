"""Firms and their facts as the scorer reads them, in a fixed number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tracker.domain.evaluation_tables import MARKS, QUANTITIES
from tracker.domain.evaluations.facts import Firm, FirmFacts, SizeClass
from tracker.models import Enterprise, EnterpriseFact, EnterpriseTax

CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Participants:
    """Firms with facts of the year, by code in order; both years' facts by code; ids by code."""

    firms: list[Firm]
    facts: Mapping[str, FirmFacts]
    last_year: Mapping[str, FirmFacts]
    ids: Mapping[str, int]


def participants(year: int) -> Participants:
    """Who may take part in a round of `year`: the firms with current facts of it."""
    facts, last_year = _facts(year), _facts(year - 1)
    firms, ids = [], {}
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
    rows = Enterprise.objects.order_by("code").values_list("pk", *names)
    for pk, code, name, park, area, industry, size_class, since, exempt in rows.iterator(chunk_size=CHUNK):
        if code in facts:
            ids[code] = pk
            firms.append(
                Firm(
                    code=code,
                    name=name,
                    park=park or "",
                    area=area,
                    industry=industry,
                    size_class=SizeClass(size_class),
                    in_production_from=since,
                    exempt_reason=exempt,
                )
            )
    return Participants(firms, facts, last_year, ids)


def _facts(year: int) -> dict[str, FirmFacts]:
    taxes: dict[str, dict[str, Decimal]] = {}
    amounts = EnterpriseTax.objects.current().filter(year=year)
    for code, component, amount in amounts.values_list("enterprise__code", "component", "amount"):
        if amount is not None:
            taxes.setdefault(code, {})[component] = amount
    rows = EnterpriseFact.objects.current().filter(year=year)
    found = {}
    values = rows.values_list("enterprise__code", *QUANTITIES, "veto", *MARKS)
    for code, *rest in values.iterator(chunk_size=CHUNK):
        content: dict[str, Any] = dict(zip((*QUANTITIES, "veto", *MARKS), rest, strict=True))
        size_class = content.pop("size_class")
        found[code] = FirmFacts(
            year=year,
            size_class=SizeClass(size_class) if size_class else None,
            taxes=taxes.get(code, {}),
            **content,
        )
    return found
