"""What one figure must satisfy before it may enter the ledger, whichever door it comes through."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from indicators.domain.kinds import Kind, Vintage
from indicators.domain.moments import SHANGHAI, is_in_calendar
from indicators.domain.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A value and a growth of one vintage, with the codes they belong to. `line` is the row of the file, if any."""

    indicator: str
    area: str
    period: Period
    value: Decimal | None
    growth: Decimal | None
    vintage: str
    published_at: datetime
    published_as: str
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class FigureFault:
    """What is wrong, at which field of the figure."""

    field: str
    code: str
    message: str


def figure_faults(figure: Figure, *, kind: str, frequency: str, now: datetime) -> Iterator[FigureFault]:
    """Every reason to refuse `figure` for an indicator of this kind and frequency."""
    if figure.period.frequency != frequency:
        yield FigureFault("period", "wrong_frequency", f"期别 {figure.period} 与指标频率 {frequency} 不符")
    empty = figure.value is None and figure.growth is None
    if figure.vintage == Vintage.WITHDRAWN:
        if not empty:
            yield FigureFault("vintage", "withdrawn_with_figure", "撤销（withdrawn）的行不能有数值或增速")
    elif empty:
        yield FigureFault("value", "nothing_given", "数值和增速不能都空；撤销数据请用版本 withdrawn")
    if kind == Kind.GROWTH_ONLY and figure.value is not None:
        yield FigureFault("value", "value_not_allowed", "该指标只公布增速，不能有数值")
    if not is_in_calendar(figure.published_at):
        yield FigureFault("published_at", "out_of_calendar", f"发布时间 {figure.published_as} 的年份有误，请核对")
    elif figure.published_at > now:
        yield FigureFault("published_at", "in_future", f"发布时间 {figure.published_as} 在将来，到时再发布")


def published_early(figure: Figure) -> bool:
    """Whether the figure was published before its period ended: possible for an estimate, worth a look."""
    return figure.published_at.astimezone(SHANGHAI).date() < figure.period.last_day
