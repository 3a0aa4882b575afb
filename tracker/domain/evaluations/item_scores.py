"""The score of one item for every rated firm of a group: formula, cap, floor, six decimals, then the missing rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.exact import WIDE
from indicators.domain.kinds import Direction
from indicators.domain.numbers import plain
from tracker.domain.evaluations.facts import QUANTITY_NAMES, ZERO
from tracker.domain.evaluations.notes import GAP_WORDS, LIMIT_WORDS, Gap, Limit, Note
from tracker.domain.evaluations.quotients import Quotient, exact_sum
from tracker.domain.evaluations.scheme import Item, ItemFormula, MissingRule
from tracker.domain.evaluations.scorecard import ItemScore
from tracker.domain.evaluations.values import Value
from tracker.domain.evaluations.yardsticks import Yardstick

HUNDRED = Quotient(Decimal(100))
LEAST, REST = Quotient(Decimal(20)), Decimal(80)
TWO = Quotient(Decimal(2))
HALF = Decimal("0.5")


def item_scores(item: Item, values: Sequence[Value], yardstick: Yardstick) -> list[ItemScore]:
    """One score for every value, in their order."""
    scored = [_scored(item, value, yardstick) for value in values]
    mean = mean_score([each.score for each in scored if each is not None])
    return [
        each or _missing(item, value, yardstick, stand_in_of(item, mean))
        for value, each in zip(values, scored, strict=True)
    ]


def item_score(item: Item, value: Value, yardstick: Yardstick, mean: Decimal | None) -> ItemScore:
    """One score, where the mean score of the group is known."""
    return _scored(item, value, yardstick) or _missing(item, value, yardstick, stand_in_of(item, mean))


def mean_score(scores: Sequence[Decimal]) -> Decimal | None:
    """Six decimals; None where nobody has a score."""
    return Quotient(exact_sum(scores), Decimal(len(scores))).six() if scores else None


def _scored(item: Item, value: Value, yardstick: Yardstick) -> ItemScore | None:
    if value.quotient is None or yardstick.gap:
        return None
    score, note = _limited(item, value.quotient, yardstick)
    return _card(item, value, yardstick, score, note)


def _limited(item: Item, value: Quotient, yardstick: Yardstick) -> tuple[Decimal, Note | None]:
    score, limit = _formula(item, value, yardstick)
    if item.cap is not None and Quotient(WIDE.multiply(item.cap, item.weight)) < score:
        score, limit = Quotient(WIDE.multiply(item.cap, item.weight)), Limit.CAPPED
    if item.floor is not None and score < Quotient(item.floor):
        score, limit = Quotient(item.floor), Limit.FLOORED
    return score.six(), None if limit is None else Note(limit, LIMIT_WORDS[limit])


def _formula(item: Item, value: Quotient, yardstick: Yardstick) -> tuple[Quotient, Limit | None]:
    if item.formula is ItemFormula.MIN_MAX:
        return _between(item, value, yardstick)
    if item.formula is ItemFormula.MAXIMUM:
        assert yardstick.largest is not None
        return value / yardstick.largest * item.weight, None
    assert yardstick.baseline is not None
    share = value / Quotient(yardstick.baseline)
    if item.formula is ItemFormula.BENCHMARK:
        return share * item.weight, None
    if not share < TWO:
        return Quotient(ZERO), Limit.TWICE_THE_MEAN
    return (TWO - share) * item.weight * HALF, None


def _between(item: Item, value: Quotient, yardstick: Yardstick) -> tuple[Quotient, Limit | None]:
    assert yardstick.smallest is not None
    assert yardstick.largest is not None
    if not yardstick.smallest < yardstick.largest:
        return Quotient(item.weight), Limit.ALL_EQUAL
    lower = item.direction is Direction.LOWER
    way = yardstick.largest - value if lower else value - yardstick.smallest
    share = way / (yardstick.largest - yardstick.smallest)
    return (LEAST + share * REST) * item.weight / HUNDRED, None


@dataclass(frozen=True, slots=True)
class StandIn:
    """What a firm without a value scores, six decimals, and its words."""

    score: Decimal
    rule: str


def stand_in_of(item: Item, mean: Decimal | None) -> StandIn:
    """By the missing rule; `mean` is the mean score of those that have one."""
    score, rule = ZERO, "计 0 分"
    if item.missing is MissingRule.FULL:
        score, rule = item.weight, "计满分"
    elif item.missing is MissingRule.PENALTY:
        rule = f"计 0 分，另从总分中扣 {plain(item.penalty)} 分"
    elif item.missing is MissingRule.GROUP_AVERAGE_SCORE:
        # With nobody to average, the firm has earned nothing.
        score, rule = (ZERO, "本组无人得分，计 0 分") if mean is None else (mean, "计本组有分企业的平均分")
    return StandIn(Quotient(score).six(), rule)


def _missing(item: Item, value: Value, yardstick: Yardstick, stand_in: StandIn) -> ItemScore:
    gap = value.gap or yardstick.gap
    assert gap is not None
    note = Note(gap, f"{_gap_words(item, gap)}，{stand_in.rule}")
    return _card(item, value, yardstick, stand_in.score, note, is_missing=True)


def _gap_words(item: Item, gap: Gap) -> str:
    named = {Gap.NO_NUMERATOR: item.numerator, Gap.NO_DENOMINATOR: item.denominator}.get(gap)
    return GAP_WORDS[gap] if named is None else f"{GAP_WORDS[gap]}（{QUANTITY_NAMES[named]}）"


def _card(
    item: Item, value: Value, yardstick: Yardstick, score: Decimal, note: Note | None, *, is_missing: bool = False
) -> ItemScore:
    return ItemScore(
        item=item.code,
        weight=item.weight,
        numerator=value.inputs.numerator,
        denominator=value.inputs.denominator,
        last_year=value.last_year,
        value=None if value.quotient is None else value.quotient.six(),
        yardstick=yardstick,
        score=score,
        note=note,
        is_missing=is_missing,
    )
