"""Targets as the official table prints them: 基期 | 目标年 | 年均/[累计] (`domain.md` §3).

Each form has one writing. Where a plan writes it otherwise, the target's text holds the cell and is printed instead.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from indicators.domain.kinds import Kind
from indicators.domain.numbers import plain
from tracker.domain.targets.target import BOUNDS, MEASURED, RELATIVE, Form, Measure, Target

BRACKETED = frozenset({Form.TOTAL, Form.COMPOUND, Form.CHANGE})
GROWTH_WORDS = ("增长", "增速", "涨幅")
OTHER_BASE_YEAR = "*"


class Cell(StrEnum):
    """A column of the table, by the name people know it."""

    BASE = "基期"
    TARGET = "目标年"
    PACE = "年均/[累计]"


@dataclass(frozen=True, slots=True)
class Wording:
    """The three cells of a line; an empty one prints nothing."""

    base: str = ""
    target: str = ""
    pace: str = ""


def wording_of(target: Target, *, plan_base_year: int, reference: str = "", text: str = "") -> Wording:
    """The cells of one target. `reference` is the name of the indicator it is held against, `text` its stored text."""
    base = base_writing(target, plan_base_year)
    writing = text or writing_of(target, reference)
    if cell_of(target) == Cell.TARGET:
        return Wording(base, target=writing)
    return Wording(base, pace=writing)


def line_of(wordings: Iterable[Wording]) -> Wording:
    """The cells of a line with several targets, such as 67.7 | >92.7 | >6.5%; what differs in one cell stands apart.

    >>> line_of([Wording("56.1", "60"), Wording("56.1", "", "[3.9]")])
    Wording(base='56.1', target='60', pace='[3.9]')
    """
    lines = list(wordings)
    return Wording(
        _together(each.base for each in lines),
        _together(each.target for each in lines),
        _together(each.pace for each in lines),
    )


def cell_of(target: Target) -> Cell:
    """Where a target stands: values to reach in the target year's cell, what is said of the years in the last one.

    A bound of a rate that its base keeps already says what holds in every year (城镇调查失业率 5.2, `<5.5`). Of other
    indicators it stands in the target year's cell: a bare number in the last one is a growth.
    """
    if target.form == Form.LEVEL:
        return Cell.TARGET
    if target.form not in MEASURED or target.measure == Measure.GROWTH:
        return Cell.PACE
    is_limit = target.form in BOUNDS and target.base is not None and not target.is_path
    return Cell.PACE if is_limit and target.kind == Kind.RATE else Cell.TARGET


def base_writing(target: Target, plan_base_year: int) -> str:
    """The base as printed; a star where it is of another year than the plan's."""
    if target.base is None:
        return ""
    star = "" if target.base_year == plan_base_year else OTHER_BASE_YEAR
    return f"{plain(target.base)}{star}"


def writing_of(target: Target, reference: str = "") -> str:
    """The one writing of a form; empty for words, which only their text holds, and where there is no value."""
    if target.form in RELATIVE:
        growth = reference if reference.endswith(GROWTH_WORDS) else f"{reference}增长"
        return f"高于{growth}" if target.form == Form.OVER else f"与{growth}基本同步"
    if target.form == Form.TEXT or target.value is None:
        return ""
    number = f"{plain(target.value)}{_mark(target)}"
    match target.form:
        case Form.ABOVE:
            return f">{number}"
        case Form.BELOW:
            return f"<{number}"
        case Form.AT_LEAST:
            return f"{number}以上"
        case Form.AT_MOST:
            return f"{number}以内"
        case Form.ABOUT:
            return f"{number}左右"
        case Form.TOTAL | Form.COMPOUND | Form.CHANGE:
            return f"[{number}]"
        case Form.AVERAGE_GROWTH if target.kind == Kind.RATE:
            return f"年均{number}"
    return number


def _mark(target: Target) -> str:
    """What tells a growth from a value of the indicator; one of which only growth is known needs nothing."""
    is_growth = target.form == Form.AVERAGE_GROWTH or (target.form in MEASURED and target.measure == Measure.GROWTH)
    if not is_growth or target.kind == Kind.GROWTH_ONLY:
        return ""
    return "个百分点" if target.kind == Kind.RATE and target.form != Form.AVERAGE_GROWTH else "%"


def _together(cells: Iterable[str]) -> str:
    return "；".join(dict.fromkeys(cell for cell in cells if cell))
