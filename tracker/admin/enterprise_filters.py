"""The filters of the list of firms: park, industry, and who has or lacks the facts of a year."""

from typing import Any

from django.db import models

from indicators.admin.choice_filters import OfferedFilter
from indicators.models import User
from tracker.queries.evaluations.firms import (
    industries_with_firms,
    parks_with_firms,
    with_facts_of,
    years_with_facts,
)

MISSING = "-"


class ParkFilter(OfferedFilter):
    title, parameter_name = "园区", "park"

    def offered(self, user: User) -> list[tuple[str, str]]:
        return parks_with_firms(user)

    def narrowed(self, rows: Any, user: User, chosen: str) -> models.QuerySet:
        return rows.filter(park__code=chosen)


class IndustryFilter(OfferedFilter):
    title, parameter_name = "行业", "industry"

    def offered(self, user: User) -> list[tuple[str, str]]:
        return [(name, name) for name in industries_with_firms(user)]

    def narrowed(self, rows: Any, user: User, chosen: str) -> models.QuerySet:
        return rows.filter(industry=chosen)


class FactsFilter(OfferedFilter):
    """`facts`: a year, or `-` and a year for the firms without facts of it."""

    title, parameter_name = "年度数据", "facts"

    def offered(self, user: User) -> list[tuple[str, str]]:
        years = years_with_facts(user)
        return [
            choice
            for year in years
            for choice in ((str(year), f"有 {year} 年数据"), (f"{MISSING}{year}", f"缺 {year} 年数据"))
        ]

    def narrowed(self, rows: Any, user: User, chosen: str) -> models.QuerySet:
        return with_facts_of(rows, int(chosen.removeprefix(MISSING)), present=not chosen.startswith(MISSING))
