"""Growth as a list: published and computed side by side, with the average over years."""

from collections.abc import Sequence

from indicators.domain.numbers import plain_six
from indicators.models import Growth
from indicators.queries.lists.averages import average_growths
from indicators.queries.lists.pages import Listing, Record
from indicators.queries.lists.selection import FigureSelection
from indicators.queries.lists.texts import Column, OrNull, Plain, Six

KEY = ("indicator_id", "area_id", "period")
COLUMNS: dict[str, Column] = {
    "indicator": "indicator__code",
    "area": "area__code",
    "period": "period",
    "published": Plain("published"),
    "computed": Six("computed"),
    "computed_unit": OrNull("computed_unit"),
    "single_period": Plain("single_period"),
    "computed_value": Six("computed_value"),
}
DEFAULT_YEARS = 3


def growth_list(selection: FigureSelection, *, years: int = DEFAULT_YEARS) -> Listing:
    """One row for every current figure and for every ratio that can be computed."""

    def add_averages(records: Sequence[Record]) -> None:
        averages = average_growths([record.key for record in records], years)
        for record in records:
            average = averages[record.key]
            reason = record.row.pop("reason")
            record.row.update(average=plain_six(average.value), average_basis=average.basis, reason=reason)

    columns = {**COLUMNS, "reason": OrNull("reason")}
    return Listing(queryset=selection.of(Growth.objects.all()), key=KEY, columns=columns, complete=add_averages)
