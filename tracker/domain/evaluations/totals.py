"""From item scores to the total: coefficient, bonus up to its ceiling, penalty, points off for missing items."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from indicators.domain.exact import WIDE
from indicators.domain.numbers import plain
from tracker.domain.evaluations.facts import ZERO, FirmFacts
from tracker.domain.evaluations.quotients import Quotient, exact_sum
from tracker.domain.evaluations.scheme import Item, MissingRule, Scheme
from tracker.domain.evaluations.scorecard import Adjustment, ItemScore, Step


def subtotal_of(items: Sequence[ItemScore]) -> Decimal:
    return exact_sum(item.score for item in items)


def total_of(subtotal: Decimal, points: Sequence[Adjustment]) -> Decimal:
    return exact_sum([subtotal, *(adjustment.points or ZERO for adjustment in points)])


def point_adjustments(
    scheme: Scheme, facts: FirmFacts, items: Sequence[ItemScore], subtotal: Decimal
) -> tuple[Adjustment, ...]:
    """What changes the total, in order; what changes nothing is not listed."""
    found = [
        coefficient_adjustment(scheme, subtotal, (Quotient(subtotal) * scheme.coefficient).six()),
        bonus_adjustment(scheme, facts.bonus or ZERO),
        penalty_adjustment(facts.penalty or ZERO),
        *_missing_penalties(scheme, items),
    ]
    return tuple(each for each in found if each.points)


def coefficient_adjustment(scheme: Scheme, subtotal: Decimal, product: Decimal) -> Adjustment:
    """`product` is rounded again, so that the total has six decimals whatever the digits of the coefficient."""
    words = f"系数：{plain(subtotal)} × {plain(scheme.coefficient)} = {plain(product)}，保留六位小数"
    return Adjustment(step=Step.COEFFICIENT, words=words, points=WIDE.subtract(product, subtotal))


def bonus_adjustment(scheme: Scheme, bonus: Decimal) -> Adjustment:
    ceiling = scheme.bonus_ceiling
    words = f"加分 {plain(bonus)}"
    if ceiling is not None and bonus > ceiling:
        bonus, words = ceiling, f"{words}，以 {plain(ceiling)} 为限"
    return Adjustment(step=Step.BONUS, words=words, points=bonus)


def penalty_adjustment(penalty: Decimal) -> Adjustment:
    return Adjustment(step=Step.PENALTY, words=f"扣分 {plain(penalty)}", points=penalty.copy_negate())


def _missing_penalties(scheme: Scheme, items: Sequence[ItemScore]) -> Iterator[Adjustment]:
    for item, score in zip(scheme.items, items, strict=True):
        if item.missing is MissingRule.PENALTY and item.penalty is not None and score.is_missing:
            yield missing_penalty(item, item.penalty)


def missing_penalty(item: Item, penalty: Decimal) -> Adjustment:
    words = f"“{item.name}”缺数，扣 {plain(penalty)} 分"
    return Adjustment(step=Step.MISSING_PENALTY, words=words, points=penalty.copy_negate())
