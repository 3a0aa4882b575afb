"""From the item scores to the totals of a group, with every adjustment said as the card says it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from indicators.domain.exact import WIDE
from indicators.domain.numbers import SIX
from tracker.domain.evaluations.card_storage import adjustment_to_json
from tracker.domain.evaluations.fast.columns import FactColumns, Texts
from tracker.domain.evaluations.fast.decimals import decimal_of
from tracker.domain.evaluations.fast.integers import Array, column, divided, half_up, plus, times
from tracker.domain.evaluations.fast.item_scores import ItemColumn
from tracker.domain.evaluations.fast.json_texts import encoded
from tracker.domain.evaluations.scheme import Scheme
from tracker.domain.evaluations.scorecard import Adjustment
from tracker.domain.evaluations.totals import (
    bonus_adjustment,
    coefficient_adjustment,
    missing_penalty,
    penalty_adjustment,
)


@dataclass(frozen=True, slots=True)
class Said:
    """An adjustment of points and its JSON."""

    points: Decimal
    json: str


@dataclass(frozen=True, slots=True)
class Totals:
    """`integers` ÷ 10 ** `scale`; `said` are columns of what changed them, in order, None where nothing did."""

    integers: Array
    scale: int
    said: Sequence[Sequence[Said | None]]


def totals_of(scheme: Scheme, items: Sequence[ItemColumn], facts: FactColumns) -> Totals:
    """Scores of the items, coefficient, bonus, penalty, points off for what is missing."""
    subtotals = column([0] * len(facts.present))
    for item in items:
        subtotals = plus(subtotals, item.scores)
    products, changes = _coefficient(scheme, subtotals)
    columns = [
        changes,
        _each(facts.quantities["bonus"], lambda bonus: bonus_adjustment(scheme, bonus)),
        _each(facts.quantities["penalty"], penalty_adjustment),
        *(_missing(item) for item in items),
    ]
    points = columns[1:]
    scale = max((_decimals(each.points) for each in _distinct(points)), default=0)
    scale = max(scale, SIX)
    integers = times(products, 10 ** (scale - SIX))
    for each in points:
        if each is not None:
            integers = plus(integers, column([_whole(one.points, scale) if one else 0 for one in each]))
    return Totals(integers, scale, [each for each in columns if each is not None])


_Column = Sequence[Said | None]


def _coefficient(scheme: Scheme, subtotals: Array) -> tuple[Array, _Column | None]:
    """The totals times the coefficient, rounded to millionths again, and how it is said."""
    factor = Fraction(scheme.coefficient)
    if factor == 1:
        return subtotals, None
    below = np.broadcast_to(column([factor.denominator]), subtotals.shape)
    products = half_up(*divided(subtotals, factor.numerator, below), below)
    pairs = zip(subtotals.tolist(), products.tolist(), strict=True)
    return products, [_coefficient_said(scheme, subtotal, product) for subtotal, product in pairs]


def _coefficient_said(scheme: Scheme, subtotal: int, product: int) -> Said | None:
    return _said(coefficient_adjustment(scheme, decimal_of(subtotal, SIX), decimal_of(product, SIX)))


def _each(texts: Texts, adjustment: Callable[[Decimal], Adjustment]) -> _Column | None:
    """Firms with the same number share what is said; None where nobody has one."""
    known = {text: _said(adjustment(Decimal(text))) for text in set(texts) if text}
    return [known.get(text) for text in texts] if any(known.values()) else None


def _missing(column: ItemColumn) -> _Column | None:
    if column.item.penalty is None or not column.missing.any():
        return None
    said = _said(missing_penalty(column.item, column.item.penalty))
    return [said if missing else None for missing in column.missing.tolist()]


def _said(adjustment: Adjustment) -> Said | None:
    """None of what changes nothing."""
    if not adjustment.points:
        return None
    return Said(adjustment.points, encoded(adjustment_to_json(adjustment)))


def _distinct(columns: Sequence[_Column | None]) -> set[Said]:
    return {said for each in columns if each is not None for said in each if said is not None}


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)


def _whole(number: Decimal, scale: int) -> int:
    return int(number.scaleb(scale, WIDE))
