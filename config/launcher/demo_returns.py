"""The forms of the demo: a bureau, the counties and a park, each open for a past quarter.

Indicators, areas, quarters and what stands beside them as published are real; units, people and deadlines are 演示数据.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from config.launcher.demo_logins import DEMO_COUNTIES
from indicators.domain.periods import Period
from indicators.models import Area, Department, FormItem, FormUnit, Indicator, ReturnForm, User
from indicators.services.audit import Actor
from indicators.services.returns.forms import save_form, save_item, save_unit
from indicators.services.returns.opening import open_return
from indicators.services.returns.reviewing import extend_return

OPEN_FOR = timedelta(days=30)
STARTS_WITH = "2027-Q1"  # from then on returns open by themselves
REASON = "演示数据：补报往期，便于试用"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoUnit:
    areas: tuple[str, ...]
    name: str
    department: str = ""
    clerk: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoForm:
    """`indicators` are codes in the order of the form; the return of `period` is opened."""

    code: str
    name: str
    indicators: tuple[str, ...]
    period: str
    units: tuple[DemoUnit, ...]


DEMO_FORMS = (
    DemoForm(
        code="county-accounts",
        name="县市区地区生产总值核算季报",
        indicators=("GDP", "PRIMARY_VA", "SECONDARY_VA", "TERTIARY_VA"),
        period="2024-Q4",
        units=(DemoUnit(areas=DEMO_COUNTIES, name="市统计局", department="统计局", clerk="entry"),),
    ),
    DemoForm(
        code="county-economy",
        name="县市区主要经济指标季报",
        indicators=("INDUSTRY_VA", "FIXED_INVESTMENT", "RETAIL_SALES", "BUDGET_REVENUE"),
        period="2024-Q4",
        units=(
            DemoUnit(areas=("430302",), name="雨湖区", clerk="county"),
            DemoUnit(areas=("430304",), name="岳塘区", clerk="county"),
            DemoUnit(areas=("430321",), name="湘潭县", clerk="county"),
            DemoUnit(areas=("430381",), name="湘乡市", clerk="county"),
            DemoUnit(areas=("430382",), name="韶山市", clerk="county"),
        ),
    ),
    DemoForm(
        code="park-tax",
        name="园区税收季报",
        indicators=("SINGLE_PARK_TAX",),
        period="2024-Q2",
        units=(DemoUnit(areas=("430381-JKQ",), name="湘乡经济开发区", clerk="park"),),
    ),
)


def create_demo_returns(*, actor: Actor) -> int:
    """Make the forms and open a return of each unit, where the areas and indicators of the demo are there.

    Returns how many were opened.
    """
    return sum(_create(form, actor) for form in DEMO_FORMS)


def _create(demo: DemoForm, actor: Actor) -> int:
    form = ReturnForm(
        code=demo.code,
        name=demo.name,
        frequency="quarter",
        starts_with=STARTS_WITH,
        instructions="演示数据：报表、填报单位和期限为演示设定，指标、地区和对比数据为公布资料。",
    )
    save_form(form=form, actor=actor)
    for position, code in enumerate(demo.indicators):
        indicator = Indicator.objects.get(code=code)
        save_item(item=FormItem(form=form, indicator=indicator, position=position), actor=actor)
    for unit in demo.units:
        _open(form, unit, Period.parse(demo.period), actor)
    return len(demo.units)


def _open(form: ReturnForm, demo: DemoUnit, period: Period, actor: Actor) -> None:
    areas = list(Area.objects.filter(code__in=demo.areas))
    unit = FormUnit(
        form=form,
        code=demo.areas[0] if len(demo.areas) == 1 else "city",
        name=demo.name,
        department=Department.objects.filter(name=demo.department).first(),
        clerk=User.objects.filter(username=demo.clerk).first(),
    )
    save_unit(unit=unit, areas=areas, actor=actor)
    opened = open_return(unit=unit, period=period, actor=actor)
    extend_return(pk=opened.pk, until=timezone.localdate() + OPEN_FOR, reason=REASON, actor=actor)
