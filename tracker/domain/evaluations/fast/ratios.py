"""The values of an item for a column of firms as ratios of whole numbers, or why there is none."""

from dataclasses import dataclass

import numpy as np

from tracker.domain.evaluations.fast.decimals import Decimals, decimal_of
from tracker.domain.evaluations.fast.integers import Array, divided, half_up, minus, times, total
from tracker.domain.evaluations.fast.quantities import Quantities
from tracker.domain.evaluations.fast.variants import NO_NOTE, code_of
from tracker.domain.evaluations.notes import Gap
from tracker.domain.evaluations.quotients import Quotient
from tracker.domain.evaluations.scheme import Item

MILLION = 10**6


@dataclass(frozen=True, slots=True)
class Sides:
    """Numerators and denominators of one year; `gaps` are codes of variants."""

    above: Decimals
    below: Decimals
    gaps: Array

    @property
    def known(self) -> Array:
        return self.gaps == NO_NOTE

    @property
    def scale(self) -> int:
        """One that both sides can be written in."""
        return max(self.above.scale, self.below.scale)

    def pooled(self, rows: Array) -> Quotient | None:
        """Σ ÷ Σ over the chosen rows, which all make a ratio; None where there are none."""
        if not rows.any():
            return None
        above, below = (total(each.at_scale(self.scale)[rows]) for each in (self.above, self.below))
        return quotient_of(above, below, self.scale)


@dataclass(frozen=True, slots=True)
class Ratios:
    """`above` ÷ `below`, 0 ÷ 1 where not `known`; `now` and, of a change, `before` are what they were made of.

    Both have the same `scale`, so that the whole numbers make the ratio.
    `floor` and `rest` are ⌊ratio × 10⁶⌋ and the remainder over `below`.
    """

    now: Sides
    before: Sides | None
    gaps: Array
    known: Array
    above: Array
    below: Array
    scale: int
    floor: Array
    rest: Array

    def quotient(self, row: int) -> Quotient:
        """The ratio of one firm with its decimals as the facts have them."""
        return quotient_of(int(self.above[row]), int(self.below[row]), self.scale)

    def six(self) -> Array:
        """Millionths, half up."""
        return half_up(self.floor, self.rest, self.below)


def quotient_of(above: int, below: int, scale: int) -> Quotient:
    return Quotient(decimal_of(above, scale), decimal_of(below, scale))


def sides_of(item: Item, quantities: Quantities) -> Sides:
    """Both sides of the ratio in one year, and why they make none."""
    above = quantities.of(item.numerator)
    below = quantities.one() if item.denominator is None else quantities.of(item.denominator)
    gaps = np.select(
        [~above.known, ~below.known, below.integers <= 0],
        [code_of(Gap.NO_NUMERATOR), code_of(Gap.NO_DENOMINATOR), code_of(Gap.DENOMINATOR_NOT_POSITIVE)],
        NO_NOTE,
    )
    return Sides(above, below, gaps)


def ratios_of(item: Item, now: Sides, before: Sides | None) -> Ratios:
    """The ratio of the year; of a change item 1 − this year's ÷ last year's, which has to be positive."""
    if item.change:
        assert before is not None
        return _changes(now, before)
    scale = now.scale
    return _ratios(now, None, now.gaps, now.above.at_scale(scale), now.below.at_scale(scale), scale)


def _changes(now: Sides, before: Sides) -> Ratios:
    """1 − (a ÷ b) ÷ (c ÷ d) = (b·c − a·d) ÷ (b·c)."""
    gaps = np.select(
        [~now.known, ~before.known, before.above.integers <= 0],
        [now.gaps, code_of(Gap.NO_LAST_YEAR), code_of(Gap.LAST_YEAR_NOT_POSITIVE)],
        NO_NOTE,
    )
    high, low = max(now.above.scale, before.above.scale), max(now.below.scale, before.below.scale)
    below = times(now.below.at_scale(low), before.above.at_scale(high))
    above = minus(below, times(now.above.at_scale(high), before.below.at_scale(low)))
    return _ratios(now, before, gaps, above, below, high + low)


def _ratios(now: Sides, before: Sides | None, gaps: Array, above: Array, below: Array, scale: int) -> Ratios:
    known = gaps == NO_NOTE
    above, below = np.where(known, above, 0), np.where(known, below, 1)
    floor, rest = divided(above, MILLION, below)
    return Ratios(now, before, gaps, known, above, below, scale, floor, rest)
