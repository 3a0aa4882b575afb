"""The yardstick of an item from columns: sums, and the exact smallest and largest ratio."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np

from tracker.domain.evaluations.fast.integers import Array
from tracker.domain.evaluations.fast.ratios import Ratios, Sides, quotient_of
from tracker.domain.evaluations.notes import Gap
from tracker.domain.evaluations.quotients import Quotient
from tracker.domain.evaluations.scheme import Baseline, BaselineKind, Item
from tracker.domain.evaluations.values import change
from tracker.domain.evaluations.yardsticks import Yardstick, averaged, between


def yardstick_of(item: Item, ratios: Ratios, last_year: Sides | None) -> Yardstick:
    """From the values of the group's rated firms; `last_year` is what the same firms had then."""
    if item.baseline is None:
        if not ratios.known.any():
            return Yardstick(gap=Gap.NO_BASELINE)
        return between(item, _extreme(ratios, np.min, min), _extreme(ratios, np.max, max))
    if item.baseline.kind is BaselineKind.FIXED:
        return Yardstick(kind=BaselineKind.FIXED, baseline=item.baseline.number)
    if item.baseline.kind is BaselineKind.PREVIOUS_AVERAGE:
        assert last_year is not None
        return averaged(item.baseline, last_year.pooled(last_year.known))
    return _group_average(item.baseline, ratios)


def _group_average(baseline: Baseline, ratios: Ratios) -> Yardstick:
    now = ratios.now.pooled(ratios.known)
    before = None if ratios.before is None else ratios.before.pooled(ratios.known)
    if now is None or before is None:
        return averaged(baseline, now)
    return replace(averaged(baseline, change(now, before)), pooled=now, pooled_last_year=before)


def _extreme(ratios: Ratios, nearest: Callable[[Array], int], exact: Callable[..., Fraction]) -> Quotient:
    """Millionths leave few candidates; of equal ratios the one on the smallest denominator."""
    floors = ratios.floor[ratios.known]
    candidates = ratios.known & (ratios.floor == nearest(floors))
    pairs = set(zip(ratios.above[candidates].tolist(), ratios.below[candidates].tolist(), strict=True))
    extreme = exact(Fraction(above, below) for above, below in pairs)
    above, below = min((pair for pair in pairs if Fraction(*pair) == extreme), key=lambda pair: pair[1])
    return quotient_of(above, below, ratios.scale)
