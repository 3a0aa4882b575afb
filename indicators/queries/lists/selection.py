"""Which figures a list shows: the filters that observations and growth share."""

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet

from indicators.domain.periods import Period
from indicators.queries.lists.codes import area_named, areas_under, indicator_named

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSelection:
    """Codes and periods of a request. `start` and `end` compare days, so that periods of every frequency fit."""

    indicator: str | None = None
    area: str | None = None
    area_under: str | None = None
    period: Period | None = None
    start: Period | None = None
    end: Period | None = None

    def of(self, queryset: QuerySet[M]) -> QuerySet[M]:
        """The chosen rows of `queryset`; raises `UnknownCodeError`."""
        if self.indicator is not None:
            queryset = queryset.filter(indicator=indicator_named(self.indicator))
        if self.area is not None:
            queryset = queryset.filter(area=area_named(self.area))
        if self.area_under is not None:
            queryset = queryset.filter(area__in=areas_under(self.area_under))
        if self.period is not None:
            queryset = queryset.filter(period=str(self.period), period_end=self.period.last_day)  # the day is indexed
        if self.start is not None:
            queryset = queryset.filter(period_end__gte=self.start.first_day)
        if self.end is not None:
            queryset = queryset.filter(period_end__lte=self.end.last_day)
        return queryset
