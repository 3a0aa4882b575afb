"""From item scores to the total: coefficient, bonus up to its ceiling, penalty, points off for missing items."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from indicators.domain.exact import WIDE
from indicators.domain.numbers import plain
from tracker.domain.evaluations.facts import ZERO, FirmFacts
from tracker.domain.evaluations.quotients import Quotient, exact_sum
from tracker.domain.evaluations.scheme import MissingRule, Scheme
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
        *_coefficient(scheme, subtotal),
        *_bonus(scheme, facts),
        *_penalty(facts),
        *_missing_penalties(scheme, items),
    ]
    return tuple(each for each in found if each.points)


def _coefficient(scheme: Scheme, subtotal: Decimal) -> Iterator[Adjustment]:
    # Rounded again, so that the total goes on with six decimals whatever the digits of the coefficient.
    product = (Quotient(subtotal) * scheme.coefficient).six()
    words = f"系数：{plain(subtotal)} × {plain(scheme.coefficient)} = {plain(product)}，保留六位小数"
    yield Adjustment(step=Step.COEFFICIENT, words=words, points=WIDE.subtract(product, subtotal))


def _bonus(scheme: Scheme, facts: FirmFacts) -> Iterator[Adjustment]:
    bonus, ceiling = facts.bonus or ZERO, scheme.bonus_ceiling
    words = f"加分 {plain(bonus)}"
    if ceiling is not None and bonus > ceiling:
        bonus, words = ceiling, f"{words}，以 {plain(ceiling)} 为限"
    yield Adjustment(step=Step.BONUS, words=words, points=bonus)


def _penalty(facts: FirmFacts) -> Iterator[Adjustment]:
    penalty = facts.penalty or ZERO
    yield Adjustment(step=Step.PENALTY, words=f"扣分 {plain(penalty)}", points=penalty.copy_negate())


def _missing_penalties(scheme: Scheme, items: Sequence[ItemScore]) -> Iterator[Adjustment]:
    for item, score in zip(scheme.items, items, strict=True):
        if item.missing is MissingRule.PENALTY and item.penalty is not None and score.is_missing:
            words = f"“{item.name}”缺数，扣 {plain(item.penalty)} 分"
            yield Adjustment(step=Step.MISSING_PENALTY, words=words, points=item.penalty.copy_negate())
