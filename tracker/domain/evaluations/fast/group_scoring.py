"""One group scored as columns: who is rated, the items, totals, ranks and grades."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.evaluations.fast.columns import FactTable
from tracker.domain.evaluations.fast.graded import Graded, graded
from tracker.domain.evaluations.fast.integers import Array
from tracker.domain.evaluations.fast.item_scores import ItemColumn, item_column
from tracker.domain.evaluations.fast.places import ranks_of
from tracker.domain.evaluations.fast.points import Totals, totals_of
from tracker.domain.evaluations.fast.quantities import Quantities
from tracker.domain.evaluations.fast.ratios import ratios_of, sides_of
from tracker.domain.evaluations.fast.yardsticks import yardstick_of
from tracker.domain.evaluations.notes import Note
from tracker.domain.evaluations.scheme import BaselineKind, Item, Scheme


@dataclass(frozen=True, slots=True)
class ScoredGroup:
    """`table` holds the rated firms, and every column beside it has one entry for each of them.

    `rows` and `unrated_rows` are their rows in the table the group was taken from; class T has a note each.
    """

    group: str
    of: int
    table: FactTable
    rows: Sequence[int]
    items: Sequence[ItemColumn]
    totals: Totals
    ranks: Array
    graded: Sequence[Graded]
    unrated_table: FactTable
    unrated_rows: Sequence[int]
    unrated: Sequence[Note]


def score_group(
    scheme: Scheme, group: str, table: FactTable, rows: Sequence[int], unrated: dict[int, Note]
) -> ScoredGroup:
    """The firms of the group are `rows` of the table; those in `unrated` are class T."""
    rated = [row for row in rows if row not in unrated]
    listed = [row for row in rows if row in unrated]
    of = len(rows) if scheme.unrated_counted else len(rated)
    taken = table.take(rated)
    now, before = Quantities(taken.facts, scheme.tax_components), Quantities(taken.last_year, scheme.tax_components)
    items = [_item(item, now, before) for item in scheme.items]
    totals = totals_of(scheme, items, taken.facts)
    ranks = ranks_of(totals.integers)
    return ScoredGroup(
        group=group,
        of=of,
        table=taken,
        rows=rated,
        items=items,
        totals=totals,
        ranks=ranks,
        graded=graded(scheme, taken.facts, ranks, of),
        unrated_table=table.take(listed),
        unrated_rows=listed,
        unrated=[unrated[row] for row in listed],
    )


def _item(item: Item, now: Quantities, before: Quantities) -> ItemColumn:
    last_year = sides_of(item, before) if _needs_last_year(item) else None
    ratios = ratios_of(item, sides_of(item, now), last_year)
    return item_column(item, ratios, yardstick_of(item, ratios, last_year))


def _needs_last_year(item: Item) -> bool:
    return item.change or (item.baseline is not None and item.baseline.kind is BaselineKind.PREVIOUS_AVERAGE)
