"""Plans and targets for tests, built through the services that staff use."""

from datetime import date
from decimal import Decimal
from typing import Any

from indicators.models import Area, Indicator
from tests.builders import TESTER
from tracker.models import Plan, Target, YearlyTarget
from tracker.services.targets.saving import save_plan, save_target, save_yearly_target

DECIMALS = ("value", "base_value", "tolerance")


def make_plan(code: str = "P145", *, start: int = 2021, end: int = 2025, **fields: Any) -> Plan:
    plan = Plan(code=code, name=fields.pop("name", code), start_year=start, end_year=end, **fields)
    save_plan(plan=plan, actor=TESTER)
    return plan


def make_target(plan: Plan, indicator: Indicator, area: Area, form: str, **fields: Any) -> Target:
    """Numbers may be given as text, `adopted_on` as an ISO date."""
    target = Target(plan=plan, indicator=indicator, area=area, form=form, **_read(fields))
    target.attribute = target.attribute or "expected"
    save_target(target=target, actor=TESTER)
    return target


def make_yearly_target(
    plan: Plan, indicator: Indicator, area: Area, year: int, form: str, **fields: Any
) -> YearlyTarget:
    target = YearlyTarget(plan=plan, indicator=indicator, area=area, year=year, form=form, **_read(fields))
    save_yearly_target(target=target, actor=TESTER)
    return target


def _read(fields: dict[str, Any]) -> dict[str, Any]:
    read = dict(fields)
    for name in DECIMALS:
        if isinstance(read.get(name), str):
            read[name] = Decimal(read[name])
    if isinstance(read.get("adopted_on"), str):
        read["adopted_on"] = date.fromisoformat(read["adopted_on"])
    return read
