"""What the ledger says now about the figures of a return."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.choices import Measure
from indicators.models import Observation, Return


@dataclass(frozen=True, slots=True)
class CurrentFigures:
    """Current figures by indicator and area code, withdrawals left out."""

    figures: Mapping[tuple[str, str], tuple[Decimal | None, Decimal | None, str, str]]

    def has(self, indicator: str, area: str) -> bool:
        return (indicator, area) in self.figures

    def number(self, indicator: str, area: str, measure: str) -> Decimal | None:
        value, growth, *_ = self.figures.get((indicator, area), (None, None))
        return value if measure == Measure.VALUE else growth

    def says(
        self, indicator: str, area: str, value: Decimal | None, growth: Decimal | None, vintage: str, note: str
    ) -> bool:
        """Whether publishing this would add nothing."""
        return self.figures.get((indicator, area)) == (value, growth, vintage, note)


def current_figures(of: Return) -> CurrentFigures:
    """One query over the keys of the return."""
    rows = Observation.objects.current().figures()
    rows = rows.filter(period=of.period, area__in=of.areas.all(), indicator__in=of.cells.values("indicator"))
    columns = rows.values_list("indicator__code", "area__code", "value", "growth", "vintage", "note")
    return CurrentFigures({row[:2]: row[2:] for row in columns})
