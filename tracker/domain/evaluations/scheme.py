"""The language a scheme of evaluation is written in (`domain.md` §4); weights and points, shares of N as decimals."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from indicators.domain.kinds import Direction
from tracker.domain.evaluations.facts import Quantity, SizeClass

DEFAULT_CAP = Decimal("1.5")
DEFAULT_FLOOR = Decimal(0)
DEFAULT_MINIMUM = 5
UNRATED = "T"


class ItemFormula(StrEnum):
    """The formula of an item: F1, F2, F3, F4."""

    BENCHMARK = "benchmark"
    MIN_MAX = "min_max"
    INVERSE = "inverse"
    MAXIMUM = "maximum"


class BaselineKind(StrEnum):
    """Where the baseline of a benchmark or the mean of an inverse item comes from."""

    FIXED = "fixed"
    GROUP_AVERAGE = "group_average"
    PREVIOUS_AVERAGE = "previous_average"


class MissingRule(StrEnum):
    """What an item without a value scores."""

    ZERO = "zero"
    FULL = "full"
    GROUP_AVERAGE_SCORE = "group_average_score"
    PENALTY = "penalty"


class GroupField(StrEnum):
    """What firms may be grouped by."""

    PARK = "park"
    AREA = "area"
    INDUSTRY = "industry"
    SIZE_CLASS = "size_class"


@dataclass(frozen=True, slots=True)
class Baseline:
    """`number` is the baseline itself where it is fixed, else the multiple of the average."""

    kind: BaselineKind
    number: Decimal

    @property
    def is_computed(self) -> bool:
        return self.kind is not BaselineKind.FIXED


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One indicator of a scheme.

    Without a denominator it is a plain quantity. `cap` is a multiple of the weight, `floor` is points, None is none.
    `penalty` is the points off the total where the missing rule is a penalty.
    """

    code: str
    name: str
    numerator: Quantity
    denominator: Quantity | None
    weight: Decimal
    formula: ItemFormula
    baseline: Baseline | None = None
    direction: Direction = Direction.HIGHER
    change: bool = False
    cap: Decimal | None = DEFAULT_CAP
    floor: Decimal | None = DEFAULT_FLOOR
    missing: MissingRule = MissingRule.ZERO
    penalty: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A grade reaches down to the share `up_to` of N by rank."""

    code: str
    up_to: Decimal
    name: str = ""
    policies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GradeRule:
    """A firm marked `when` gets at least (promotion) or at best (cap) this grade."""

    when: str
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A whole scheme; `grades` from the best to the worst. Unofficial weights are for demonstration."""

    code: str
    name: str
    year: int
    size_class: SizeClass
    official: bool = False
    group_by: tuple[GroupField, ...] = (GroupField.SIZE_CLASS,)
    items: tuple[Item, ...]
    tax_components: tuple[str, ...] = ()
    coefficient: Decimal = Decimal(1)
    bonus_ceiling: Decimal | None = None
    grades: tuple[Grade, ...]
    promotions: tuple[GradeRule, ...] = ()
    grade_caps: tuple[GradeRule, ...] = ()
    minimum_group_size: int = DEFAULT_MINIMUM
    unrated_counted: bool = False
    veto_grade: str
    veto_frees_place: bool = False

    def grade(self, code: str) -> Grade:
        """KeyError for a grade the scheme does not have."""
        for grade in self.grades:
            if grade.code == code:
                return grade
        raise KeyError(code)

    def place_of(self, code: str) -> int:
        """0 for the best grade."""
        return [grade.code for grade in self.grades].index(code)
