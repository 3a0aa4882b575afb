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
from tracker.domain.evaluations.fast.variants import NO_NOTE, code_of
from tracker.domain.evaluations.item_scores import StandIn, stand_in_of
from tracker.domain.evaluations.notes import Limit
from tracker.domain.evaluations.quotients import Quotient
from tracker.domain.evaluations.scheme import Item, ItemFormula
from tracker.domain.evaluations.yardsticks import Yardstick


@dataclass(frozen=True, slots=True)
class ItemColumn:
    """One item of a group: `scores` in millionths, `notes` as codes of variants."""

    item: Item
    ratios: Ratios
    yardstick: Yardstick
    stand_in: StandIn
    scores: Array
    notes: Array
    missing: Array


@dataclass(frozen=True, slots=True)
class _Line:
    """Points = slope × value + intercept; every formula is one."""

    slope: Fraction
    intercept: Fraction


@dataclass(slots=True)
class _Points:
    """Exact millionths of points as ⌊⌋ and a remainder over `below`, with the codes of what set them aside."""

    floor: Array
    rest: Array
    below: Array
    notes: Array

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
    notes = np.where(ratios.known, code_of(yardstick.gap) if yardstick.gap else NO_NOTE, ratios.gaps)
    scores = column([0] * len(notes))
    if not missing.all():
        scores, limits = _scores(item, ratios, yardstick)
        notes = np.where(missing, notes, limits)
    having = scores[~missing]
    average = Quotient(decimal_of(total(having), SIX), Decimal(len(having))).six() if len(having) else None
    stand_in = stand_in_of(item, average)
    scores = np.where(missing, column([int(stand_in.score.scaleb(SIX, WIDE))]), scores)
    return ItemColumn(item, ratios, yardstick, stand_in, scores, notes, missing)


def _scores(item: Item, ratios: Ratios, yardstick: Yardstick) -> tuple[Array, Array]:
    points = _points(_line(item, yardstick), ratios)
    if item.formula is ItemFormula.INVERSE:
        gone = (points.floor < 0) | ((points.floor == 0) & (points.rest == 0))
        points.floor, points.rest = np.where(gone, 0, points.floor), np.where(gone, 0, points.rest)
        points.notes = np.where(gone, code_of(Limit.TWICE_THE_MEAN), NO_NOTE)
    elif item.formula is ItemFormula.MIN_MAX and not _span(yardstick):
        points.notes = np.full_like(points.notes, code_of(Limit.ALL_EQUAL))
    scores, notes = half_up(points.floor, points.rest, points.below), points.notes
    if item.cap is not None:
        limit = Fraction(item.cap) * Fraction(item.weight) * MILLION
        scores, notes = _limited(scores, notes, points.exceed(limit), limit, Limit.CAPPED)
    if item.floor is not None:
        limit = Fraction(item.floor) * MILLION
        scores, notes = _limited(scores, notes, points.fall_below(limit), limit, Limit.FLOORED)
    return narrowed(scores), notes


def _limited(scores: Array, notes: Array, beyond: Array, limit: Fraction, note: Limit) -> tuple[Array, Array]:
    return np.where(beyond, column([half_up_fraction(limit)]), scores), np.where(beyond, code_of(note), notes)


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
    return _Points(floor, rest, below, np.full(len(below), NO_NOTE))
