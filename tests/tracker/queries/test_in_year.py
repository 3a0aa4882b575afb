"""年内进度: the newest cumulative figure against the year's number."""

from decimal import Decimal

import pytest

from indicators.domain.numbers import plain_rounded
from indicators.models import Area
from tests.builders import figure, make_area, make_indicator, publish
from tests.target_builders import make_plan, make_target, make_yearly_target
from tracker.models import Plan
from tracker.queries.targets.book import target_book
from tracker.queries.targets.in_year import in_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Area:
    return make_area("430300", kind="city")


@pytest.fixture
def plan() -> Plan:
    return make_plan("P155", start=2026, end=2030)


def test_growth_still_needed_is_an_estimate_where_growth_is_not_computable(city: Area, plan: Plan) -> None:
    """(1.06·2741.84 − 1.043·620) ÷ (2741.84 − 620) − 1."""
    gdp = make_indicator("GDP", growth_computable=False)
    make_yearly_target(plan, gdp, city, 2026, "about", value="6", measure="growth")
    publish(
        figure("GDP", "430300", "2025-Q1", "620", published="2025-04-20"),
        figure("GDP", "430300", "2025-Q4", "2741.84", "5.1", published="2026-01-20"),
        figure("GDP", "430300", "2026-Q1", "650", "4.3", published="2026-04-20"),
    )
    [found] = in_year(target_book(plan, 2026), 2026)
    assert (found.period, found.result.time_share, found.result.label) == ("2026-Q1", 25, "测算")
    assert plain_rounded(found.result.needed, 2) == "6.50"


def test_amounts_and_standing_numbers(city: Area, plan: Plan) -> None:
    jobs = make_indicator("JOBS")
    land = make_indicator("LAND", kind="counter", frequency="month")
    make_yearly_target(plan, jobs, city, 2026, "total", value="5")
    make_yearly_target(plan, land, city, 2026, "at_least", value="2600")
    publish(
        figure("JOBS", "430300", "2026-Q2", "3", published="2026-07-20"),
        figure("LAND", "430300", "2025-12", "2000", published="2026-01-10"),
        figure("LAND", "430300", "2026-08", "2300", published="2026-09-10"),
    )
    found = {each.indicator.code: each.result for each in in_year(target_book(plan, 2026), 2026)}
    assert (found["JOBS"].time_share, found["JOBS"].share_done, found["JOBS"].needed) == (50, 60, 2)
    assert (found["LAND"].share_done, found["LAND"].needed_per_month) == (50, 75)


def test_a_plan_of_one_year_is_read_from_its_targets_and_a_year_that_is_over_from_none(city: Area) -> None:
    plan = make_plan("Y2026", start=2026, end=2026)
    jobs = make_indicator("JOBS")
    make_target(plan, jobs, city, "total", value="5")
    assert in_year(target_book(plan, 2026), 2026) == []
    publish(figure("JOBS", "430300", "2026-Q2", "3", published="2026-07-20"))
    [found] = in_year(target_book(plan, 2026), 2026)
    assert found.result.needed == Decimal(2)
    publish(figure("JOBS", "430300", "2026-Q4", "6", published="2026-10-20"))
    assert in_year(target_book(plan, 2026), 2026) == []
