"""A plan with targets of several forms, figures and a part, for tests of what its pages show."""

from dataclasses import dataclass

from indicators.models import Area, Department, Indicator
from tests.builders import figure, make_area, make_indicator, publish
from tests.target_builders import make_plan, make_target
from tracker.models import Plan, Target
from tracker.services.calculations import drain_pending_calculations


@dataclass(frozen=True, kw_only=True)
class PlanWorld:
    """Patents as in case C14, moved to 2020: base 16, target 22, 19 in the second year."""

    plan: Plan
    city: Area
    patents: Target
    urban: Target
    urban_change: Target
    energy: Target
    trade: Target
    part: Target


def yearly(code: str, **fields: object) -> Indicator:
    return make_indicator(code, **{"frequency": "year", "measure_unit": "%", "kind": "rate", **fields})


def make_plan_world() -> PlanWorld:
    """Figures of 2021 and 2022, each published in the January after."""
    city = make_area("430300", kind="city", name="湘潭市")
    county = make_area("430321", kind="county", name="湘潭县", parent=city)
    office = Department.objects.create(name="科技局")
    patents = yearly("PATENTS", name="发明专利", kind="stock", measure_unit="件", decimals=1, department=office)
    urban = yearly("URBAN", name="城镇化率", decimals=1)
    energy = yearly("ENERGY", name="单位能耗降低", decimals=2)
    trade = yearly("TRADE", name="进出口增长", kind="growth_only")
    plan = make_plan("P145", name="十四五", area=city)
    made = PlanWorld(
        plan=plan,
        city=city,
        patents=make_target(plan, patents, city, "level", category="创新", base_value="16", value="22"),
        urban=make_target(plan, urban, city, "level", category="发展", base_value="60", value="65"),
        urban_change=make_target(plan, urban, city, "change", category="发展", base_value="60", value="5"),
        energy=make_target(plan, energy, city, "compound", category="绿色", attribute="binding", value="20"),
        trade=make_target(plan, trade, city, "text", category="绿色", text="稳中提质"),
        part=make_target(plan, patents, county, "level", category="创新", base_value="4", value="8"),
    )
    publish(
        figure("PATENTS", "430300", "2021", "17.5", published="2022-01-15"),
        figure("PATENTS", "430300", "2022", "19", published="2023-01-15"),
        figure("URBAN", "430300", "2021", "60.9", published="2022-01-15"),
        figure("URBAN", "430300", "2022", "61.35", published="2023-01-15"),
        figure("ENERGY", "430300", "2021", "4", published="2022-01-15"),
        figure("ENERGY", "430300", "2022", "4.1", published="2023-01-15"),
        figure("PATENTS", "430321", "2022", "4.5", published="2023-01-15"),
    )
    drain_pending_calculations()
    return made
