"""The facts and taxes of one firm and year as a form shows them, now or as an earlier form did."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from tracker.domain.evaluation_tables import MARKS, QUANTITIES
from tracker.domain.evaluations.way import State
from tracker.models import Enterprise, EnterpriseFact, EnterpriseTax, Round, Scheme

COLUMNS = (*QUANTITIES, "veto", *MARKS)
FACTS = ""  # the key of the facts among the versions; taxes are there by component
Versions = Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearContent:
    """`facts` by column, None where none are stored; `taxes` amount and source by component."""

    facts: Mapping[str, Any] | None
    taxes: Mapping[str, tuple[Decimal | None, str]]
    versions: Versions


def year_content(firm: Enterprise, year: int) -> YearContent:
    """The current versions."""
    return _content(firm, year, Q(superseded_at__isnull=True), Q(superseded_at__isnull=True))


def year_content_at(firm: Enterprise, year: int, versions: Versions) -> YearContent:
    """The named versions; what is not named was not there."""
    taxes = Q(pk__in=())
    for component, version in versions.items():
        taxes |= Q(component=component, version=version)
    return _content(firm, year, Q(version=versions.get(FACTS, -1)), taxes)


def _content(firm: Enterprise, year: int, facts: Q, taxes: Q) -> YearContent:
    found = EnterpriseFact.objects.filter(facts, enterprise=firm, year=year).values("version", *COLUMNS).first()
    rows = EnterpriseTax.objects.filter(taxes, enterprise=firm, year=year).order_by("component")
    amounts = list(rows.values_list("component", "amount", "source", "version"))
    versions = {component: version for component, _, _, version in amounts}
    if found:
        versions[FACTS] = found.pop("version")
    return YearContent(
        facts=found, taxes={name: (amount, source) for name, amount, source, _ in amounts}, versions=versions
    )


def tax_components(year: int) -> list[str]:
    """The components that the schemes of a year sum, in their order."""
    contents = Scheme.objects.filter(year=year).order_by("code").values_list("content", flat=True)
    return list(dict.fromkeys(name for content in contents for name in content.get("tax_components", ())))


def year_to_type() -> int | None:
    """The year of the newest round that collects, else of the newest round."""
    rounds = list(Round.objects.order_by("-year").values_list("year", "state"))
    collecting = [year for year, state in rounds if state == State.COLLECTING]
    return next(iter([*collecting, *(year for year, _ in rounds)]), None)
