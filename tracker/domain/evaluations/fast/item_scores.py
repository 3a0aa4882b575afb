"""The score of one item for a column of firms: a straight line through the value, cap, floor, six decimals."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import gcd, lcm

import numpy as np

from indicators.domain.exact import WIDE
from indicators.domain.kinds import Direction
from indicators.domain.numbers import SIX
from tracker.domain.evaluations.fast.decimals import decimal_of
from tracker.domain.evaluations.fast.integers import (
    Array,
    column,
    divided,
    half_up,
    half_up_fraction,
    narrowed,
    plus,
    times,
    total,
)
from tracker.domain.evaluations.fast.ratios import MILLION, Ratios
from tracker.domain.evaluations.group_items import GroupItem
from tracker.domain.evaluations.item_scores import stand_in_of
from tracker.domain.evaluations.quotients import Quotient
from tracker.domain.evaluations.scheme import Item, ItemFormula
from tracker.domain.evaluations.yardsticks import Yardstick


@dataclass(frozen=True, slots=True)
class ItemColumn:
    """One item of a group: what it was scored against, and every firm's score in millionths."""

    item: Item
    group: GroupItem
    scores: Array
    missing: Array


@dataclass(frozen=True, slots=True)
class _Line:
    """Points = slope × value + intercept; every formula is one."""

    slope: Fraction
    intercept: Fraction


@dataclass(slots=True)
class _Points:
    """Exact millionths of points as ⌊⌋ and a remainder over `below`."""

    floor: Array
    rest: Array
    below: Array

    def exceed(self, limit: Fraction) -> Array:
        whole, part = divmod(limit, 1)
        return (self.floor > whole) | ((self.floor == whole) & (self._rest_of(part) > self._part_of(part)))

    def fall_below(self, limit: Fraction) -> Array:
        whole, part = divmod(limit, 1)
        return (self.floor < whole) | ((self.floor == whole) & (self._rest_of(part) < self._part_of(part)))

    def _rest_of(self, part: Fraction) -> Array:
        return times(self.rest, part.denominator)

    def _part_of(self, part: Fraction) -> Array:
        return times(self.below, part.numerator)


def item_column(item: Item, ratios: Ratios, yardstick: Yardstick) -> ItemColumn:
    """The scores of every firm, with what stands in for a missing value."""
    missing = np.ones_like(ratios.known) if yardstick.gap else ~ratios.known
    scores = column([0] * len(missing)) if missing.all() else _scores(item, ratios, yardstick)
    having = scores[~missing]
    mean = Quotient(decimal_of(total(having), SIX), Decimal(len(having))).six() if len(having) else None
    stand_in = int(stand_in_of(item, mean).score.scaleb(SIX, WIDE))
    return ItemColumn(item, GroupItem(yardstick, mean), np.where(missing, column([stand_in]), scores), missing)


def _scores(item: Item, ratios: Ratios, yardstick: Yardstick) -> Array:
    points = _points(_line(item, yardstick), ratios)
    if item.formula is ItemFormula.INVERSE:
        gone = (points.floor < 0) | ((points.floor == 0) & (points.rest == 0))
        points.floor, points.rest = np.where(gone, 0, points.floor), np.where(gone, 0, points.rest)
    scores = half_up(points.floor, points.rest, points.below)
    if item.cap is not None:
        limit = Fraction(item.cap) * Fraction(item.weight) * MILLION
        scores = np.where(points.exceed(limit), column([half_up_fraction(limit)]), scores)
    if item.floor is not None:
        limit = Fraction(item.floor) * MILLION
        scores = np.where(points.fall_below(limit), column([half_up_fraction(limit)]), scores)
    return narrowed(scores)


def _line(item: Item, yardstick: Yardstick) -> _Line:
    weight = Fraction(item.weight)
    if item.formula is ItemFormula.MIN_MAX:
        return _between(item, yardstick, weight)
    if item.formula is ItemFormula.MAXIMUM:
        return _Line(weight / _fraction(yardstick.largest), Fraction(0))
    assert yardstick.baseline is not None
    slope = weight / Fraction(yardstick.baseline)
    return _Line(slope, Fraction(0)) if item.formula is ItemFormula.BENCHMARK else _Line(-slope / 2, weight)


def _between(item: Item, yardstick: Yardstick, weight: Fraction) -> _Line:
    """A fifth of the weight at the worse end, all of it at the better one."""
    span = _span(yardstick)
    if not span:
        return _Line(Fraction(0), weight)
    slope = weight * Fraction(4, 5) / span
    if item.direction is Direction.LOWER:
        return _Line(-slope, weight / 5 + slope * _fraction(yardstick.largest))
    return _Line(slope, weight / 5 - slope * _fraction(yardstick.smallest))


def _span(yardstick: Yardstick) -> Fraction:
    return _fraction(yardstick.largest) - _fraction(yardstick.smallest)


def _fraction(quotient: Quotient | None) -> Fraction:
    assert quotient is not None
    return Fraction(quotient.numerator) / Fraction(quotient.denominator)


def _points(line: _Line, ratios: Ratios) -> _Points:
    """(slope × above + intercept × below) ÷ below on one denominator, in millionths."""
    base = lcm(line.slope.denominator, line.intercept.denominator)
    slope, intercept = int(line.slope * base), int(line.intercept * base)
    factor, base = MILLION // gcd(MILLION, base), base // gcd(MILLION, base)
    below = times(ratios.below, base)
    if intercept == 0 and slope > 0:
        floor, rest = divided(ratios.above, slope * factor, below)
    else:
        above = plus(times(ratios.above, slope), times(ratios.below, intercept))
        floor, rest = divided(above, factor, below)
    return _Points(floor, rest, below)
