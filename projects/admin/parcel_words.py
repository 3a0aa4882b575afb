"""How parcels read on a screen."""

from datetime import date
from decimal import Decimal

from indicators.admin.figures import NO_DATA
from indicators.domain.numbers import plain, plain_rounded
from projects.domain.land_units import UNIT_NAMES, LandUnit, from_mu
from projects.domain.parcel_way import NAMES, Disposed, StepState, WayLine

DISPOSED_NAMES = {Disposed.NONE: "未处置", Disposed.PARTLY: "部分处置", Disposed.WHOLLY: "全部处置"}
STATE_NAMES = {
    StepState.DONE: "已完成",
    StepState.PASSED: "已经过",
    StepState.NEXT: "下一步",
    StepState.LATER: "尚未到",
}
DIGITS = 2


def mu_text(area_mu: Decimal | None) -> str:
    """亩, rounded to two digits at most.

    >>> mu_text(Decimal("41.2500")), mu_text(None)
    ('41.25', '—')
    """
    return NO_DATA if area_mu is None else plain(Decimal(plain_rounded(area_mu, DIGITS))) or NO_DATA


def in_every_unit(area_mu: Decimal) -> str:
    """亩 as it is, the others to two digits.

    >>> in_every_unit(Decimal("41.25"))
    '41.25 亩（2.75 公顷，27500 m²）'
    """
    hectares, metres = (mu_text(from_mu(area_mu, unit)) for unit in (LandUnit.HECTARE, LandUnit.SQUARE_METRE))
    return f"{plain(area_mu)} 亩（{hectares} 公顷，{metres} m²）"


def entered_text(area: Decimal, unit: LandUnit) -> str:
    """How an area was typed, where that was not in 亩; kept beside the reason in the audit trail.

    >>> entered_text(Decimal("27500"), LandUnit.SQUARE_METRE)
    '面积按 27500 m² 录入'
    """
    return "" if unit is LandUnit.MU else f"面积按 {plain(area)} {UNIT_NAMES[unit]} 录入"


def with_entered(reason: str, entered: str) -> str:
    return "；".join(filter(None, (reason.strip(), entered)))


def line_text(line: WayLine | None) -> str:
    """The next step with who is to do it by when, and how late it is."""
    if line is None:
        return NO_DATA
    who = f"（{line.owner}）" if line.owner else ""
    late = f"，逾期 {line.days_late} 天" if line.is_late else ""
    return f"{NAMES[line.step]}{who}{late}"


def day_text(day: date | None) -> str:
    return NO_DATA if day is None else str(day)
