"""The filters of the list of firms: park, industry, and who has or lacks the facts of a year."""

from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.db import models
from django.http import HttpRequest
from unfold.contrib.filters.admin import DropdownFilter

from tracker.queries.evaluations.firms import (
    industries_with_firms,
    parks_with_firms,
    with_facts_of,
    years_with_facts,
)

MISSING = "-"


class OfferedFilter(DropdownFilter):
    """One of what the firms of the account have; anything else is no filter at all."""

    all_option = ("", "全部")

    def queryset(self, request: HttpRequest, queryset: Any) -> models.QuerySet:
        chosen = self.value()
        if not chosen:
            return queryset
        if chosen not in [key for key, _ in self.lookup_choices]:
            raise IncorrectLookupParameters
        return self.narrowed(queryset, chosen)

    def has_output(self) -> bool:
        return True

    def narrowed(self, firms: Any, chosen: str) -> models.QuerySet:
        raise NotImplementedError


class ParkFilter(OfferedFilter):
    title, parameter_name = "园区", "park"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return parks_with_firms(request.user)  # type: ignore[arg-type]

    def narrowed(self, firms: Any, chosen: str) -> models.QuerySet:
        return firms.filter(park__code=chosen)


class IndustryFilter(OfferedFilter):
    title, parameter_name = "行业", "industry"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in industries_with_firms(request.user)]  # type: ignore[arg-type]

    def narrowed(self, firms: Any, chosen: str) -> models.QuerySet:
        return firms.filter(industry=chosen)


class FactsFilter(OfferedFilter):
    """`facts`: a year, or `-` and a year for the firms without facts of it."""

    title, parameter_name = "年度数据", "facts"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        years = years_with_facts(request.user)  # type: ignore[arg-type]
        return [
            choice
            for year in years
            for choice in ((str(year), f"有 {year} 年数据"), (f"{MISSING}{year}", f"缺 {year} 年数据"))
        ]

    def narrowed(self, firms: Any, chosen: str) -> models.QuerySet:
        return with_facts_of(firms, int(chosen.removeprefix(MISSING)), present=not chosen.startswith(MISSING))
