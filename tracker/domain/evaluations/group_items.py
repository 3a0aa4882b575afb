"""What the items of a group were scored against: kept once a group, so that its cards need only their scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from indicators.domain.numbers import plain, plain_six
from tracker.domain.evaluations.item_scores import mean_score
from tracker.domain.evaluations.notes import Gap
from tracker.domain.evaluations.quotients import Quotient
from tracker.domain.evaluations.scheme import Item, Scheme
from tracker.domain.evaluations.scorecard import ScoreCard
from tracker.domain.evaluations.yardsticks import Yardstick

Json = dict[str, Any]
_QUOTIENTS = ("pooled", "pooled_last_year", "smallest", "largest")


@dataclass(frozen=True, slots=True)
class GroupItem:
    """One item of a group. `mean_score` is of the firms that have a value, None where nobody has one."""

    yardstick: Yardstick
    mean_score: Decimal | None


def group_items_of(cards: Sequence[ScoreCard]) -> list[GroupItem]:
    """From all cards of a group, in the order of the scheme; none where all are class T."""
    columns = zip(*(card.items for card in cards if card.items), strict=True)
    return [
        GroupItem(column[0].yardstick, mean_score([each.score for each in column if not each.is_missing]))
        for column in columns
    ]


def group_items_to_json(items: Sequence[GroupItem]) -> list[Json]:
    """A baseline and a mean score as text, a quotient as numerator and denominator, a gap as its code."""
    return [_written(each) for each in items]


def group_items_from_json(scheme: Scheme, stored: Sequence[Json]) -> list[GroupItem]:
    return [_read(item, each) for item, each in zip(scheme.items, stored, strict=bool(stored))]


def _written(item: GroupItem) -> Json:
    yardstick = item.yardstick
    return {
        "baseline": plain(yardstick.baseline),
        **{name: _pair(getattr(yardstick, name)) for name in _QUOTIENTS},
        "gap": yardstick.gap,
        "mean_score": plain_six(item.mean_score),
    }


def _read(item: Item, stored: Json) -> GroupItem:
    baseline, gap, mean = stored["baseline"], stored["gap"], stored["mean_score"]
    yardstick = Yardstick(
        kind=item.baseline.kind if item.baseline else None,
        multiple=item.baseline.number if item.baseline and item.baseline.is_computed else None,
        baseline=None if baseline is None else Decimal(baseline),
        gap=None if gap is None else Gap(gap),
        **{name: _quotient(stored[name]) for name in _QUOTIENTS},
    )
    return GroupItem(yardstick, None if mean is None else Decimal(mean))


def _pair(quotient: Quotient | None) -> list[str | None] | None:
    return None if quotient is None else [plain(quotient.numerator), plain(quotient.denominator)]


def _quotient(pair: Sequence[str] | None) -> Quotient | None:
    return None if pair is None else Quotient(*map(Decimal, pair))
