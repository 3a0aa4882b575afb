"""A target as a plan sets it, and the yearly figures it is held against."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from indicators.domain.kinds import Direction, Kind
from indicators.domain.numbers import rounded


class Form(StrEnum):
    """The forms of an official plan table."""

    LEVEL = "level"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOVE = "above"
    BELOW = "below"
    ABOUT = "about"
    TOTAL = "total"
    COMPOUND = "compound"
    AVERAGE_GROWTH = "average_growth"
    CHANGE = "change"
    WITH = "with"
    OVER = "over"
    TEXT = "text"


class Measure(StrEnum):
    """What a bound or 左右 reads."""

    VALUE = "value"
    GROWTH = "growth"


class Attribute(StrEnum):
    BINDING = "binding"
    EXPECTED = "expected"


BOUNDS = frozenset({Form.AT_LEAST, Form.AT_MOST, Form.ABOVE, Form.BELOW})
MEASURED = BOUNDS | {Form.ABOUT}
RELATIVE = frozenset({Form.WITH, Form.OVER})
STRICT = frozenset({Form.ABOVE, Form.BELOW})
# Their sums, chains and averages stop at the end year.
ACCUMULATING = frozenset({Form.TOTAL, Form.COMPOUND, Form.AVERAGE_GROWTH})


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One target of one indicator and area. Percent numbers are percent (13.5 is 13.5 %).

    `strict` says that the bound itself does not meet the target, as printed `<` or `>`. `tolerance` None takes the
    default in force. `base` is the value of `base_year` as the plan prints it.
    """

    form: Form
    kind: Kind
    indicator_direction: Direction
    base_year: int
    end_year: int
    value: Decimal | None = None
    base: Decimal | None = None
    tolerance: Decimal | None = None
    measure: Measure = Measure.VALUE
    attribute: Attribute = Attribute.EXPECTED
    strict: bool = False
    decimals: int = 2
    growth_decimals: int = 1
    reference_decimals: int = 1

    @property
    def direction(self) -> Direction:
        """Which side is the better one: a bound says so itself, of falls the larger, else the indicator does."""
        if self.form in (Form.AT_MOST, Form.BELOW):
            return Direction.LOWER
        if self.form in (Form.AT_LEAST, Form.ABOVE, Form.COMPOUND):
            return Direction.HIGHER
        return self.indicator_direction

    @property
    def years(self) -> int:
        """n, the years from the base year to the end year."""
        return self.end_year - self.base_year

    @property
    def is_path(self) -> bool:
        """Whether there is a way to go: the target lies on the better side of the base (`domain.md` §3, limits)."""
        if self.value is None:
            return False
        match self.form:
            case Form.LEVEL:
                return self.base is not None and self._is_better(self.value - self.base)
            case Form.AT_LEAST | Form.AT_MOST | Form.ABOVE | Form.BELOW:
                has_base = self.measure == Measure.VALUE and self.base is not None
                return has_base and self._is_better(self.value - self.base)  # type: ignore[operator]
            case Form.CHANGE | Form.TOTAL | Form.COMPOUND | Form.AVERAGE_GROWTH:
                return self._is_better(self.value)
        return False

    def reaches(self, number: Decimal, goal: Decimal) -> bool:
        """Whether `number` is at `goal` or on its better side; at it is not enough where the bound is strict."""
        if self.strict and number == goal:
            return False
        return number >= goal if self.direction == Direction.HIGHER else number <= goal

    def published_digits(self, number: Decimal) -> Decimal:
        """`number` rounded half up as the indicator is published, which is what bounds and limits compare."""
        return rounded(number, self.digits)

    @property
    def reads_growth(self) -> bool:
        """Whether growth is read, not the value."""
        growth = self.measure == Measure.GROWTH
        return self.form in (Form.AVERAGE_GROWTH, *RELATIVE) or (self.form in MEASURED and growth)

    @property
    def digits(self) -> int:
        """The decimals of what is read, as it is published."""
        return self.growth_decimals if self.reads_growth else self.decimals

    def _is_better(self, difference: Decimal) -> bool:
        return difference > 0 if self.direction == Direction.HIGHER else difference < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFigures:
    """What an area has for one year of an indicator: value (a ratio's computed one where none is published), growth."""

    value: Decimal | None = None
    published: Decimal | None = None
    computed: Decimal | None = None

    @property
    def growth(self) -> Decimal | None:
        """The published growth, else what levels say where the catalogue allows it."""
        return self.published if self.published is not None else self.computed


NOTHING = YearFigures()
