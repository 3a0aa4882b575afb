"""How far a target has come by a year, and what is to be said of it (`domain.md` §3)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from enum import StrEnum

from indicators.domain.exact import exact
from indicators.domain.reasons import NO_BASE
from tracker.domain.targets.limits import Kept, kept_years
from tracker.domain.targets.paths import Unknown, Way, way_of
from tracker.domain.targets.reasons import BASE_YEAR, END_YEAR, EVERY_YEAR, LIMIT, NO_FIGURE, NO_YEARLY_TARGET
from tracker.domain.targets.rules import DEFAULT, AssessmentRules
from tracker.domain.targets.target import (
    BOUNDS,
    NOTHING,
    RELATIVE,
    Attribute,
    Form,
    Measure,
    Target,
    YearFigures,
)

METHOD = "targets/1"
ZERO, HUNDRED = Decimal(0), Decimal(100)
NO_REFERENCE_FIGURES: Mapping[int, YearFigures] = {}
NO_YEARLY_TARGETS: Mapping[int, Target] = {}
# Both shares may go on for ever: their last digits must not decide whether a threshold is reached exactly.
_PACE = Context(prec=50)


class Verdict(StrEnum):
    """提前实现, 快于预期, 基本符合预期, 进度滞后, 暂不具备评估条件."""

    MET = "met"
    AHEAD = "ahead"
    ON_COURSE = "on_course"
    BEHIND = "behind"
    NOT_ASSESSED = "not_assessed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a target stands, unrounded; shares in percent.

    `actual`, `expected` and `needed` are in the unit of the form: the indicator's, or percent for falls and growth.
    `reason` says why the verdict or, if there is one, a share or `needed` is unknown. `broken` lists the years in
    which an every-year target or a limit did not hold.
    """

    actual: Decimal | None = None
    expected: Decimal | None = None
    share_done: Decimal | None = None
    share_expected: Decimal | None = None
    needed: Decimal | None = None
    verdict: Verdict = Verdict.NOT_ASSESSED
    reason: str | None = None
    broken: tuple[int, ...] = ()


@exact
def target_progress(
    target: Target,
    year: int,
    figures: Mapping[int, YearFigures],
    *,
    reference: Mapping[int, YearFigures] = NO_REFERENCE_FIGURES,
    yearly: Mapping[int, Target] = NO_YEARLY_TARGETS,
    rules: AssessmentRules = DEFAULT,
) -> Progress:
    """The progress by the end of `year`.

    `figures` and `reference` hold by year what the area has of the indicator and of the one it is held against;
    `yearly` the yearly numbers by which a target put in words is judged.
    """
    if year <= target.base_year:
        return Progress(reason=BASE_YEAR)
    if target.form == Form.TEXT:
        return _by_yearly_number(target, year, figures, yearly, rules)
    if target.is_path:
        return _on_the_way(target, year, figures, rules)
    if target.form == Form.LEVEL and target.base is None:
        return _without_base(target, year, figures)
    return _kept(target, year, figures, reference, rules)


def _on_the_way(target: Target, year: int, figures: Mapping[int, YearFigures], rules: AssessmentRules) -> Progress:
    way = way_of(target, year, figures)
    if isinstance(way, Unknown):
        return Progress(reason=way.reason)
    needed = ZERO if way.met else way.needed
    return Progress(
        actual=way.actual,
        expected=way.expected,
        share_done=way.share_done * HUNDRED,
        share_expected=way.share_expected * HUNDRED,
        needed=needed,
        verdict=_verdict_on(target, way, rules),
        reason=END_YEAR if needed is None else None,
    )


def _verdict_on(target: Target, way: Way, rules: AssessmentRules) -> Verdict:
    if way.met:
        return Verdict.MET
    pace = _PACE.divide(way.share_done, way.share_expected)
    if pace >= rules.ahead_from:
        return Verdict.AHEAD
    binding = target.attribute == Attribute.BINDING
    on_course = pace >= (rules.binding_on_course_from if binding else rules.on_course_from)
    return Verdict.ON_COURSE if on_course else Verdict.BEHIND


def _without_base(target: Target, year: int, figures: Mapping[int, YearFigures]) -> Progress:
    """Without a base there is no way to measure, but whether the level is reached can be seen."""
    actual = figures.get(year, NOTHING).value
    if actual is None or target.value is None:
        return Progress(reason=NO_FIGURE)
    if target.reaches(actual, target.value):
        return Progress(actual=actual, needed=ZERO, verdict=Verdict.MET, reason=NO_BASE)
    over = year >= target.end_year
    needed = None if over else (target.value - actual) / (target.end_year - year)
    return Progress(
        actual=actual, needed=needed, verdict=Verdict.BEHIND if over else Verdict.NOT_ASSESSED, reason=NO_BASE
    )


def _kept(
    target: Target,
    year: int,
    figures: Mapping[int, YearFigures],
    reference: Mapping[int, YearFigures],
    rules: AssessmentRules,
) -> Progress:
    """Any year broken so far is behind; all kept is on course, and met once the end year is there."""
    kept = kept_years(target, year, figures, reference, rules)
    if isinstance(kept, Unknown):
        return Progress(reason=kept.reason)
    reason = EVERY_YEAR if _is_every_year(target) else LIMIT
    return Progress(actual=kept.actual, verdict=_verdict_of(kept, target, year), reason=reason, broken=kept.broken)


def _verdict_of(kept: Kept, target: Target, year: int) -> Verdict:
    if kept.broken:
        return Verdict.BEHIND
    return Verdict.MET if year >= target.end_year else Verdict.ON_COURSE


def _is_every_year(target: Target) -> bool:
    if target.form == Form.ABOUT or target.form in RELATIVE:
        return True
    return target.form in BOUNDS and (target.measure == Measure.GROWTH or target.base is None)


def _by_yearly_number(
    target: Target,
    year: int,
    figures: Mapping[int, YearFigures],
    yearly: Mapping[int, Target],
    rules: AssessmentRules,
) -> Progress:
    """Words are judged only where a number was set for the year, by that number alone."""
    number = yearly.get(year)
    if number is None:
        return Progress(reason=NO_YEARLY_TARGET)
    found = target_progress(replace(number, attribute=target.attribute), year, figures, rules=rules)
    early = found.verdict == Verdict.MET and year < target.end_year
    return replace(found, verdict=Verdict.ON_COURSE) if early else found
