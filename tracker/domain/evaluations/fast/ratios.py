"""The values of an item for a column of firms as ratios of whole numbers, or why there is none."""

from dataclasses import dataclass

import numpy as np

from tracker.domain.evaluations.fast.decimals import Decimals, decimal_of
from tracker.domain.evaluations.fast.integers import Array, divided, minus, times, total
from tracker.domain.evaluations.fast.quantities import Quantities
from tracker.domain.evaluations.quotients import Quotient
from tracker.domain.evaluations.scheme import Item

MILLION = 10**6


@dataclass(frozen=True, slots=True)
class Sides:
    """Numerators and denominators of one year; `known` where they make a ratio."""

    above: Decimals
    below: Decimals
    known: Array

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
    known: Array
    above: Array
    below: Array
    scale: int
    floor: Array
    rest: Array


def quotient_of(above: int, below: int, scale: int) -> Quotient:
    return Quotient(decimal_of(above, scale), decimal_of(below, scale))


def sides_of(item: Item, quantities: Quantities) -> Sides:
    """Both sides of the ratio in one year."""
    above = quantities.of(item.numerator)
    below = quantities.one() if item.denominator is None else quantities.of(item.denominator)
    return Sides(above, below, above.known & below.known & (below.integers > 0))


def ratios_of(item: Item, now: Sides, before: Sides | None) -> Ratios:
    """The ratio of the year; of a change item 1 − this year's ÷ last year's, which has to be positive."""
    if item.change:
        assert before is not None
        return _changes(now, before)
    scale = now.scale
    return _ratios(now, None, now.known, now.above.at_scale(scale), now.below.at_scale(scale), scale)


def _changes(now: Sides, before: Sides) -> Ratios:
    """1 − (a ÷ b) ÷ (c ÷ d) = (b·c − a·d) ÷ (b·c)."""
    known = now.known & before.known & (before.above.integers > 0)
    high, low = max(now.above.scale, before.above.scale), max(now.below.scale, before.below.scale)
    below = times(now.below.at_scale(low), before.above.at_scale(high))
    above = minus(below, times(now.above.at_scale(high), before.below.at_scale(low)))
    return _ratios(now, before, known, above, below, high + low)


def _ratios(now: Sides, before: Sides | None, known: Array, above: Array, below: Array, scale: int) -> Ratios:
    above, below = np.where(known, above, 0), np.where(known, below, 1)
    floor, rest = divided(above, MILLION, below)
    return Ratios(now, before, known, above, below, scale, floor, rest)
