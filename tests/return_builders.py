"""Forms, units and returns for tests, built through the services; and accounts that work with them."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from indicators.domain.periods import Period
from indicators.models import Area, CheckRule, Department, FormItem, FormUnit, Indicator, Return, ReturnForm, User
from indicators.services.catalogue import save_department
from indicators.services.returns.forms import save_form, save_item, save_unit
from indicators.services.returns.opening import open_return
from indicators.services.returns.reviewing import extend_return
from tests.builders import TESTER


def make_department(name: str) -> Department:
    department = Department(name=name)
    save_department(department=department, actor=TESTER)
    return department


def make_account(
    role: str, *areas: Area, department: Department | None = None, username: str = "", **fields: Any
) -> User:
    """An account without a password, whose hash costs more than most tests; its name is the role unless given."""
    user = User(username=username or str(role), role=role, department=department, **fields)
    user.set_password(None)
    user.save()
    user.areas.set(areas)
    return user


def make_form(
    code: str, *indicators: Indicator, asks_value: bool = True, asks_growth: bool = True, **fields: Any
) -> ReturnForm:
    """A form of the indicators in that order; quarterly unless the first of them says otherwise."""
    frequency = fields.pop("frequency", indicators[0].frequency if indicators else "quarter")
    first = {"year": "2020", "quarter": "2020-Q1", "month": "2020-01"}[str(frequency)]
    defaults = {"name": code, "starts_with": first, **fields}
    form = ReturnForm(code=code, frequency=frequency, **defaults)
    save_form(form=form, actor=TESTER)
    for position, indicator in enumerate(indicators):
        item = FormItem(
            form=form, indicator=indicator, position=position, asks_value=asks_value, asks_growth=asks_growth
        )
        save_item(item=item, actor=TESTER)
    return form


def make_unit(form: ReturnForm, *areas: Area, code: str = "", **fields: Any) -> FormUnit:
    """A unit of the form: of a department, or (without `department`) the own office of its areas."""
    code = code or areas[0].code
    unit = FormUnit(form=form, code=code, name=fields.pop("name", code), **fields)
    save_unit(unit=unit, areas=areas, actor=TESTER)
    return unit


def open_now(unit: FormUnit, period: str, *, until: date | None = None) -> Return:
    """The return of a period that is over, open for filling today: a deadline that has passed is extended.

    Without the default rules, so that a test is about those it makes.
    """
    opened = open_late(unit, period)
    today = timezone.localdate()
    if until or opened.window.closes_on < today:
        later = until or today + timedelta(days=7)
        opened = extend_return(pk=opened.pk, until=later, reason="测试", actor=TESTER)
    return opened


def open_late(unit: FormUnit, period: str) -> Return:
    """The return of a period that is over, left as it opens; its deadline has passed where the period is old."""
    rules = list(CheckRule.objects.values_list("pk", flat=True))
    opened = open_return(unit=unit, period=Period.parse(period), actor=TESTER)
    CheckRule.objects.exclude(pk__in=rules).delete()
    return opened
