"""The period that a schedule makes a bulletin of: by the calendar, or by what is published; and when it runs next."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import TESTER, figure, make_area, make_group, make_indicator, publish
from tracker.models import BulletinDefinition, BulletinSection
from tracker.queries.bulletins.due import next_run, period_to_run
from tracker.services.bulletins.definitions import save_definition, save_section
from tracker.services.calculations import calculate_everything

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 21)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def group():
    return make_group("g", make_area("A"), make_area("B"))


def define(group, *sections, **fields):
    definition = BulletinDefinition(code="c", title="通报", office="甲局", peer_group=group, **fields)
    save_definition(definition=definition, actor=TESTER)
    for section in sections:
        save_section(section=BulletinSection(definition=definition, **section), actor=TESTER)
    return definition


def due(definition, today=TODAY):
    period = period_to_run(definition, today)
    return period and str(period)


def published(indicator, *periods, area="A", value="1", growth="5.1"):
    publish(*(figure(indicator.code, area, period, value, growth, published="2026-10-18") for period in periods))
    calculate_everything()


@pytest.mark.parametrize(
    ("fields", "today", "expected"),
    [
        ({"schedule": "monthly", "month_day": 1}, TODAY, "2026-Q3"),
        ({"schedule": "after_period", "days_after": 21}, TODAY, "2026-Q3"),
        ({"schedule": "after_period", "days_after": 22}, TODAY, "2026-Q2"),
        ({"schedule": "after_period", "days_after": 22}, date(2026, 11, 30), "2026-Q3"),  # made up for
        ({"schedule": "monthly", "month_day": 1, "days_after": 22}, TODAY, "2026-Q3"),  # of another schedule
        ({"schedule": "monthly", "month_day": 1, "starts_with": "2026-Q3"}, TODAY, "2026-Q3"),
        ({"schedule": "monthly", "month_day": 1, "starts_with": "2026-Q4"}, TODAY, None),
        ({"schedule": "monthly", "month_day": 1, "frequency": "month"}, TODAY, "2026-09"),
        ({"schedule": "monthly", "month_day": 1, "frequency": "year"}, TODAY, "2025"),
    ],
)
def test_by_the_calendar(group, fields, today, expected):
    assert due(define(group, **fields), today) == expected


def by_figures(group, *sections, **fields):
    return define(group, *sections, period_rule="latest_published", **fields)


def test_by_figures_the_newest_of_which_every_section_has_one(group):
    gdp, tax = make_indicator("GDP"), make_indicator("TAX")
    sections = [{"kind": "ranking", "indicator": gdp}, {"kind": "movers", "indicator": tax}]
    definition = by_figures(group, *sections, {"kind": "card", "area": make_area("C")})
    assert due(definition) is None
    published(gdp, "2025-Q4", "2026-Q1", "2026-Q2")
    assert due(definition) is None
    published(tax, "2025-Q4", "2026-Q1", area="B")
    assert due(definition) == "2026-Q1"
    definition.starts_with = "2026-Q2"
    assert due(definition) is None


def test_a_figure_of_no_member_or_of_another_basis_does_not_count(group):
    gdp = make_indicator("GDP", growth_computable=False)
    make_area("elsewhere")
    definition = by_figures(group, {"kind": "ranking", "indicator": gdp})
    published(gdp, "2026-Q2", area="elsewhere")
    published(gdp, "2026-Q1", growth=None)
    published(gdp, "2025-Q4")
    assert due(definition) == "2025-Q4"


def test_sections_read_their_own_periods(group):
    monthly, yearly, average = (
        make_indicator("M", frequency="month"),
        make_indicator("Y", frequency="year"),
        make_indicator("A3"),
    )
    definition = by_figures(
        group,
        {"kind": "ranking", "indicator": monthly, "lag": 1},
        {"kind": "ranking", "indicator": yearly},
        {"kind": "averages", "indicator": average, "years": 1},
    )
    published(monthly, "2026-05")
    published(yearly, "2025")
    assert due(definition) is None
    published(average, "2025-Q4")
    assert due(definition) == "2026-Q2"


def test_without_a_section_to_go_by_nothing_is_due(group):
    assert due(by_figures(group, {"kind": "card", "area": make_area("C")})) is None


def test_the_number_of_queries_does_not_grow_with_figures_and_sections(group):
    gdp = make_indicator("GDP")
    definition = by_figures(group, {"kind": "ranking", "indicator": gdp})
    published(gdp, "2020-Q1")
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert due(definition) == "2020-Q1"
    for code in ("X", "Y", "Z"):
        indicator = make_indicator(code)
        save_section(section=BulletinSection(definition=definition, kind="ranking", indicator=indicator), actor=TESTER)
        published(indicator, "2020-Q1", "2020-Q2", "2020-Q3")
    with CaptureQueriesContext(connection) as many:
        assert due(definition) == "2020-Q1"
    assert len(few) == len(many) == 2


@pytest.mark.parametrize(
    ("fields", "made", "expected"),
    [
        ({}, (), None),
        ({"schedule": "monthly", "month_day": 20}, (), "2026-11-20 09:00"),
        ({"schedule": "cron", "cron": "30 8 22 10 *"}, (), "2026-10-22 08:30"),
        ({"schedule": "cron", "cron": "30 8 22 10 *", "is_active": False}, (), None),
        ({"schedule": "after_period", "days_after": 20}, (), "2026-10-22 09:00"),  # still to be made
        ({"schedule": "after_period", "days_after": 20}, ("2026-Q3",), "2027-01-20 09:00"),
        ({"schedule": "after_period", "days_after": 22}, ("2026-Q2",), "2026-10-22 09:00"),
        ({"schedule": "after_period", "days_after": 20, "starts_with": "2027-Q1"}, (), "2027-04-20 09:00"),
        (
            {"schedule": "after_period", "days_after": 20, "period_rule": "latest_published"},
            ("2026-Q3",),
            "2026-10-22 09:00",
        ),
    ],
)
def test_when_it_runs_next(group, fields, made, expected):
    moment = next_run(define(group, **fields), made, datetime(2026, 10, 21, 12, 0, tzinfo=SHANGHAI))
    assert (moment and f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}") == expected
