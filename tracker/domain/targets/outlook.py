"""Where a target is heading: its number in the end year if the years left go on as the last ones went.

One method for every form. The steps are what each of the last up to five years brought: the change of a level, an
amount, a growth, a fall. Their mean m is carried on through the h years left; where growth chains, the mean is
geometric. Of the k steps sᵢ the residual spread is v = Σ(sᵢ − m)² ÷ (k − 1), and the interval carries on

    m ± 2·√(v·(1/h + 1/k))

instead of m: two standard errors of the mean of h further years, seen from a mean of k years. A single year's growth
has h = 1. No year loses more than everything: where growth chains, −100 % is the lowest end.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import dropwhile, pairwise
from typing import Literal

from indicators.domain.averages import geometric_average
from indicators.domain.exact import exact
from indicators.domain.kinds import Direction, Kind
from indicators.domain.reasons import FACTOR_NOT_POSITIVE, GAP, NO_BASE
from tracker.domain.targets.limits import tolerance_of
from tracker.domain.targets.paths import Unknown, compound_fall, values_since_base
from tracker.domain.targets.reasons import BASE_YEAR, END_YEAR, NO_FIGURE
from tracker.domain.targets.rules import DEFAULT, AssessmentRules
from tracker.domain.targets.target import MEASURED, NOTHING, RELATIVE, Form, Target, YearFigures

METHOD = "outlook/1"
HISTORY_TOO_SHORT = "history_too_short"
NO_METHOD = "no_method"
OUTLOOK_WORDS = {
    HISTORY_TOO_SHORT: "基期以来不足三个年度数，不能推算",
    NO_METHOD: "文字表述和相对其他指标的目标，没有推算方法",
}

STEPS = 5
FEWEST_FIGURES = 3
ALL_LOST = Decimal(-100)

Figures = Mapping[int, YearFigures]


class _Steps(StrEnum):
    """What a year brings, by the form of the target."""

    LEVEL = "level"
    AMOUNT = "amount"
    FALL = "fall"
    AVERAGE = "average"
    GROWTH = "growth"
    POINTS = "points"


_WORDS = {
    _Steps.LEVEL: "以最近至多五年每年增减量的平均数，从当年数按直线推到目标年",
    _Steps.AMOUNT: "已完成的累计数，加上最近至多五年的年均完成量乘以剩余年数",
    _Steps.FALL: "剩余各年按最近至多五年下降率的几何平均下降，与已有各年的下降率连乘",
    _Steps.AVERAGE: "剩余各年按最近至多五年增速的几何平均增长，与已有各年的增速连乘开方",
    _Steps.GROWTH: "以最近至多五年增速的几何平均数作为目标年的增速",
    _Steps.POINTS: "以最近至多五年增减的算术平均数作为目标年的增减",
}

WillMeet = Literal["yes", "no", "open"]


@dataclass(frozen=True, slots=True)
class Outlook:
    """The number of the end year with its interval, unrounded, in the unit of the target's actual.

    `will_meet` is `yes` when the whole interval meets the target in the end year, `no` when none of it does.
    `reason` says why there is no outlook.
    """

    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    will_meet: WillMeet | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Course:
    """What the last years brought, and `ahead`: the end year's number if `years` more bring so much each."""

    steps: Sequence[Decimal]
    chains: bool
    years: int
    ahead: Callable[[Decimal], Decimal]

    def mean(self) -> Decimal | None:
        """None where a year lost everything, which cannot be chained."""
        return geometric_average(self.steps) if self.chains else sum(self.steps, Decimal(0)) / len(self.steps)

    def margin(self, mean: Decimal) -> Decimal:
        """2·√(v·(1/h + 1/k))."""
        count = len(self.steps)
        spread = sum(((step - mean) ** 2 for step in self.steps), Decimal(0)) / (count - 1)
        return 2 * (spread * (self.years + count) / (self.years * count)).sqrt()


@exact
def outlook(target: Target, year: int, figures: Figures, *, rules: AssessmentRules = DEFAULT) -> Outlook:
    """The outlook for the end year, by the figures from the base year to `year`; `rules` hold what 左右 allows."""
    if target.form in RELATIVE or target.value is None:
        return Outlook(reason=NO_METHOD)
    if year <= target.base_year:
        return Outlook(reason=BASE_YEAR)
    if year >= target.end_year:
        return Outlook(reason=END_YEAR)
    if target.form == Form.CHANGE and target.base is None:
        return Outlook(reason=NO_BASE)
    course = _course(target, year, figures)
    if isinstance(course, Unknown):
        return Outlook(reason=course.reason)
    mean = course.mean()
    if mean is None:
        return Outlook(reason=FACTOR_NOT_POSITIVE)
    margin = course.margin(mean)
    least = max(mean - margin, ALL_LOST) if course.chains else mean - margin
    low, high = sorted(course.ahead(step) for step in (least, mean + margin))
    return Outlook(course.ahead(mean), low, high, _will_meet(target, low, high, rules))


def method_words(target: Target) -> str:
    """The method in one sentence for people."""
    if target.form in RELATIVE or target.form == Form.TEXT:
        return f"{OUTLOOK_WORDS[NO_METHOD]}。"
    steps = _steps_of(target)
    years = "一年" if steps in (_Steps.GROWTH, _Steps.POINTS) else "剩余年数"
    return (
        f"{_WORDS[steps]}；区间按各年与平均数之差上下各取两个标准误：m ± 2·√(v·(1/h + 1/k))，"
        f"m 为平均数，v 为离差平方和 ÷ (k − 1)，k 为所用年数，h 为{years}。"
        "整个区间达到目标为“能”，都达不到为“不能”，否则为“未定”；至少要有三个年度数。"
        "这是按近年走势的推算，不是公布数。"
    )


def _steps_of(target: Target) -> _Steps:
    """Growth of rates (points) and of running totals (the measure) is a difference, which does not chain."""
    match target.form:
        case Form.TOTAL:
            return _Steps.AMOUNT
        case Form.COMPOUND:
            return _Steps.FALL
        case Form.AVERAGE_GROWTH:
            return _Steps.AVERAGE
    if not target.reads_growth:
        return _Steps.LEVEL
    return _Steps.POINTS if target.kind in (Kind.RATE, Kind.COUNTER) else _Steps.GROWTH


def _course(target: Target, year: int, figures: Figures) -> _Course | Unknown:
    steps = _steps_of(target)
    numbers = _numbers(steps, target, year, figures)
    if isinstance(numbers, Unknown):
        return numbers
    if len(numbers) < FEWEST_FIGURES:
        return Unknown(HISTORY_TOO_SHORT)
    return _COURSES[steps](numbers, target.end_year - year)


def _level_course(levels: list[Decimal], left: int) -> _Course:
    steps = [after - before for before, after in pairwise(levels)]
    return _Course(steps=steps, chains=False, years=left, ahead=lambda step: levels[-1] + left * step)


def _amount_course(amounts: list[Decimal], left: int) -> _Course:
    done = sum(amounts, Decimal(0))
    return _Course(steps=amounts[-STEPS:], chains=False, years=left, ahead=lambda step: done + left * step)


def _fall_course(falls: list[Decimal], left: int) -> _Course:
    """A fall is growth below zero: of 100 %, it ends the chain."""
    return _Course(
        steps=[-fall for fall in falls[-STEPS:]],
        chains=True,
        years=left,
        ahead=lambda step: compound_fall([*falls, *[-step] * left]),
    )


def _average_course(growths: list[Decimal], left: int) -> _Course | Unknown:
    if geometric_average(growths) is None:
        return Unknown(FACTOR_NOT_POSITIVE)

    def ahead(step: Decimal) -> Decimal:
        average = geometric_average([*growths, *[step] * left])
        return ALL_LOST if average is None else average

    return _Course(steps=growths[-STEPS:], chains=True, years=left, ahead=ahead)


def _growth_course(growths: list[Decimal], left: int) -> _Course:
    return _Course(steps=growths, chains=True, years=1, ahead=lambda step: step)


def _points_course(points: list[Decimal], left: int) -> _Course:
    return _Course(steps=points, chains=False, years=1, ahead=lambda step: step)


_COURSES: Mapping[_Steps, Callable[[list[Decimal], int], _Course | Unknown]] = {
    _Steps.LEVEL: _level_course,
    _Steps.AMOUNT: _amount_course,
    _Steps.FALL: _fall_course,
    _Steps.AVERAGE: _average_course,
    _Steps.GROWTH: _growth_course,
    _Steps.POINTS: _points_course,
}


def _numbers(steps: _Steps, target: Target, year: int, figures: Figures) -> list[Decimal] | Unknown:
    """What the steps are read from: sums and chains need every year since the base, the rest the last years."""
    if steps in (_Steps.AMOUNT, _Steps.FALL, _Steps.AVERAGE):
        return values_since_base(target, year, figures)
    return _levels(target, year, figures) if steps == _Steps.LEVEL else _growths(target, year, figures)


def _levels(target: Target, year: int, figures: Figures) -> list[Decimal] | Unknown:
    """The last up to six levels from the base year on; where it has no figure, the base as the plan prints it."""
    by_year = {each: figures.get(each, NOTHING).value for each in range(target.base_year, year + 1)}
    if by_year[target.base_year] is None:
        by_year[target.base_year] = target.base
    return _unbroken(list(by_year.values())[-STEPS - 1 :])


def _growths(target: Target, year: int, figures: Figures) -> list[Decimal] | Unknown:
    """The last up to five growths after the base year, published or, where that is longer, computed."""
    years = [figures.get(each, NOTHING) for each in range(target.base_year + 1, year + 1)][-STEPS:]
    published = _unbroken([each.published for each in years])
    computed = _unbroken([each.computed for each in years])
    if isinstance(published, Unknown):
        return published if published.reason == GAP and isinstance(computed, Unknown) else computed
    return computed if not isinstance(computed, Unknown) and len(computed) > len(published) else published


def _unbroken(numbers: Iterable[Decimal | None]) -> list[Decimal] | Unknown:
    """History begins with its first figure; after that no year may be missing."""
    since_first = list(dropwhile(lambda number: number is None, numbers))
    if not since_first or since_first[-1] is None:
        return Unknown(NO_FIGURE)
    known = [number for number in since_first if number is not None]
    return known if len(known) == len(since_first) else Unknown(GAP)


def _will_meet(target: Target, low: Decimal, high: Decimal, rules: AssessmentRules) -> WillMeet:
    meets = {_meets(target, number, rules) for number in (low, high)}
    if len(meets) > 1:
        return "open"
    return "yes" if meets.pop() else "no"


def _meets(target: Target, number: Decimal, rules: AssessmentRules) -> bool:
    """As the verdict of the end year compares: bounds and limits by published digits, the rest unrounded."""
    assert target.value is not None
    if target.form == Form.CHANGE:
        assert target.base is not None
        number -= target.base
    without_base = target.form == Form.LEVEL and target.base is None
    if target.form in MEASURED or not (target.is_path or without_base):
        number = target.published_digits(number)
    goal = target.value
    if target.form == Form.ABOUT:
        slack = tolerance_of(target, rules)
        goal += -slack if target.direction == Direction.HIGHER else slack
    return target.reaches(number, goal)
