"""What publishing a return would change in the ledger, figure by figure, beside what stands there now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from indicators.choices import Measure, Vintage
from indicators.models import Area, Indicator, Observation, Return, ReturnCell

Key = tuple[int, int]  # ids of indicator and area


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFigure:
    """The figure of one indicator and area; `current` is the newest row of the ledger, a withdrawal included."""

    indicator: Indicator
    area: Area
    value: Decimal | None
    growth: Decimal | None
    note: str
    current: Observation | None

    @property
    def replaces(self) -> Observation | None:
        """The figure that readers see now, if any."""
        return self.current if self.current and self.current.vintage != Vintage.WITHDRAWN else None

    @property
    def withdraws(self) -> bool:
        """Whether “—” takes the place of a published figure."""
        return self.value is None and self.growth is None

    def says_nothing_new(self, vintage: str) -> bool:
        there = self.replaces
        return there is not None and (there.value, there.growth, there.vintage, there.note) == (
            self.value,
            self.growth,
            vintage,
            self.note,
        )

    def is_overtaken(self, moment: datetime) -> bool:
        """Whether something was published for a later moment, so that this would only go into the history."""
        return self.current is not None and self.current.published_at > moment


def planned_figures(of: Return) -> list[PlannedFigure]:
    """In the order of the form; what the return says nothing about is left out. Two queries."""
    current = current_rows(of)
    return list(_planned(of, current))


def current_rows(of: Return) -> dict[Key, Observation]:
    """The newest row of every figure of the return, withdrawals included."""
    rows = Observation.objects.current().filter(
        period=of.period, area__in=of.areas.all(), indicator__in=of.cells.values("indicator")
    )
    return {(row.indicator_id, row.area_id): row for row in rows}


def _planned(of: Return, current: Mapping[Key, Observation]) -> Iterator[PlannedFigure]:
    for key, cells in pairs_of(of).items():
        row = current.get(key)
        there = row if row and row.vintage != Vintage.WITHDRAWN else None
        numbers = {cell.measure: cell.number for cell in cells.values() if not cell.content.blank}
        # A ledger row replaces value and growth together; what the return says nothing about stays as it is.
        kept = {measure: getattr(there, measure, None) for measure in Measure if measure not in numbers}
        value, growth = ((numbers | kept)[measure] for measure in Measure)
        if not numbers or (value is None and growth is None and there is None):
            continue
        notes = [cell.note for cell in cells.values() if cell.note]
        if there and (value, growth) != (there.value, there.growth):
            notes += [f"{measure.label}沿用此前公布数" for measure, number in kept.items() if number is not None]
        first = next(iter(cells.values()))
        yield PlannedFigure(
            indicator=first.indicator,
            area=first.area,
            value=value,
            growth=growth,
            note="；".join(dict.fromkeys(notes)),
            current=row,
        )


def pairs_of(of: Return) -> dict[Key, dict[str, ReturnCell]]:
    """The cells of one indicator and area together, by measure."""
    pairs: dict[Key, dict[str, ReturnCell]] = {}
    for cell in of.cells.select_related("indicator", "area").order_by("position"):
        pairs.setdefault((cell.indicator_id, cell.area_id), {})[cell.measure] = cell
    return pairs
