"""The current figures of one indicator, read as columns, so that a calculation costs a fixed number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.periods import Period
from indicators.models import Observation
from indicators.queries.areas import Lineages


@dataclass(frozen=True, slots=True)
class CurrentFigure:
    observation: int
    value: Decimal | None
    growth: Decimal | None


@dataclass(frozen=True, slots=True)
class Series:
    """Current figures of one indicator by area and period; a level is looked up along the lineage of the area."""

    figures: Mapping[tuple[int, Period], CurrentFigure]
    lineages: Lineages

    def level(self, area: int, period: Period) -> Decimal | None:
        for each in self.lineages.back_from(area):
            figure = self.figures.get((each, period))
            if figure is not None and figure.value is not None:
                return figure.value
        return None

    def published_growth(self, area: int, period: Period) -> Decimal | None:
        """The published growth of the area, or of what it continues."""
        for each in self.lineages.back_from(area):
            figure = self.figures.get((each, period))
            if figure is not None and figure.growth is not None:
                return figure.growth
        return None


def series_of(
    indicator: int, lineages: Lineages, *, areas: Iterable[int] | None = None, periods: Iterable[Period] | None = None
) -> Series:
    """The whole indicator, or only the figures of `areas` and their predecessors at `periods`."""
    rows = Observation.objects.current().figures().filter(indicator_id=indicator)
    if areas is not None:
        rows = rows.filter(area_id__in={each for area in areas for each in lineages.back_from(area)})
    if periods is not None:
        rows = rows.filter(period__in={str(period) for period in periods})
    figures = {
        (area, Period.parse(period)): CurrentFigure(observation, value, growth)
        for observation, area, period, value, growth in rows.values_list(
            "pk", "area_id", "period", "value", "growth"
        ).iterator(chunk_size=10_000)
    }
    return Series(figures, lineages)
