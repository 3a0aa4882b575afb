"""Who takes a part of a target: the partition's members where the indicator has one, else the areas one level below."""

from datetime import date

import pytest

from tests.builders import make_area, make_group, make_indicator
from tracker.models import Plan
from tracker.queries.targets.parts import part_areas

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


@pytest.fixture
def city():
    return make_area("CITY")


@pytest.fixture
def plan(city):
    return Plan.objects.create(code="P", name="规划", start_year=2021, end_year=2025, area=city)


def codes(plan, indicator, city):
    return [each.code for each in part_areas(plan, indicator, city, TODAY)]


def test_the_areas_below_as_valid_at_the_end_of_the_plan(plan, city):
    county = make_area("A", parent=city)
    make_area("A-PARK", parent=county)
    make_area("GONE", parent=city, valid_until=date(2023, 1, 1))
    make_area("LATER", parent=city, valid_from=date(2026, 1, 1))
    make_area("LAST", parent=city, valid_until=date(2025, 12, 31))
    assert codes(plan, make_indicator("I"), city) == ["A", "LAST"]


def test_the_members_of_the_partition_whatever_their_level(plan, city):
    county = make_area("A", parent=city)
    park, other = make_area("A-PARK", parent=county), make_area("B", parent=city)
    group = make_group("parts", park, other, (county, None, date(2024, 12, 31)))
    assert codes(plan, make_indicator("I", partition=group), city) == ["A-PARK", "B"]


def test_a_partition_of_another_whole_or_without_members_says_nothing(plan, city):
    make_area("A", parent=city)
    elsewhere = make_group("elsewhere", make_area("X"))
    assert codes(plan, make_indicator("I", partition=elsewhere), city) == ["A"]
    assert codes(plan, make_indicator("J", partition=make_group("nobody")), city) == ["A"]
