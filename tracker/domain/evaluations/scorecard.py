"""The score card of one firm: every number with what it was reached from, rank and grade with what changed them."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from indicators.domain.numbers import rounded
from tracker.domain.evaluations.notes import Note
from tracker.domain.evaluations.values import Inputs
from tracker.domain.evaluations.yardsticks import Yardstick

SCORE_DIGITS = 2


class Step(StrEnum):
    """What stands between the item scores and the total, and between the rank and the grade."""

    COEFFICIENT = "coefficient"
    BONUS = "bonus"
    PENALTY = "penalty"
    MISSING_PENALTY = "missing_penalty"
    FREED_PLACE = "freed_place"
    PROMOTION = "promotion"
    GRADE_CAP = "grade_cap"
    VETO = "veto"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """`points` were added to the total (negative: taken off), or `grade` is the grade from here on."""

    step: Step
    words: str
    points: Decimal | None = None
    grade: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemScore:
    """One item of one firm. `value` and `score` have six decimals, the value is None where it is missing.

    The denominator of a plain quantity is 1. `last_year` is what a change was measured from.
    `note` says why the value is missing, or that a limit counted.
    """

    item: str
    weight: Decimal
    numerator: Decimal | None
    denominator: Decimal | None
    last_year: Inputs | None
    value: Decimal | None
    yardstick: Yardstick
    score: Decimal
    note: Note | None
    is_missing: bool

    @property
    def baseline(self) -> Decimal | None:
        """As the scheme fixes it, or the average with its six decimals; none of min_max and maximum."""
        return self.yardstick.baseline


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCard:
    """`subtotal` is Σ of the item scores, `total` with every adjustment, exact; the points add up to the difference.

    Class T has `unrated`, no items, score or rank. `ungraded` says why a rated firm has no grade. `of` is N.
    """

    firm: str
    group: tuple[str, ...]
    items: tuple[ItemScore, ...] = ()
    subtotal: Decimal | None = None
    total: Decimal | None = None
    rank: int | None = None
    of: int
    grade: str | None = None
    grade_name: str = ""
    policies: tuple[str, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    unrated: Note | None = None
    ungraded: Note | None = None

    @property
    def score(self) -> Decimal | None:
        """As it is shown: two decimals, half up."""
        return None if self.total is None else rounded(self.total, SCORE_DIGITS)
