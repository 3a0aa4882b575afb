"""`projects` and `projects/summary`, to the letter of the interface."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.models import Area
from projects.models import Project
from tests.api_clients import address, results
from tests.project_builders import make_project, plan, report

SUMMARY = address("projects/summary")


@pytest.fixture
def bridge(city: Area) -> Project:
    return make_project(
        "X1",
        city,
        name="杨梅洲大桥",
        kind="交通",
        total_investment=Decimal("170000.50"),
        starts_on=date(2020, 12, 1),
        longitude=Decimal("112.9045"),
        latitude=Decimal("27.8412"),
        category="continued",
    )


def test_a_row_has_every_column_as_text(entry: Client, bridge: Project) -> None:
    assert results(entry, "projects") == [
        {
            "code": "X1",
            "name": "杨梅洲大桥",
            "area": "430300",
            "kind": "交通",
            "stage": "building",
            "total_investment": "170000.5",
            "starts_on": "2020-12-01",
            "ends_on": None,
            "theme": None,
            "lead": None,
            "longitude": "112.9045",
            "latitude": "27.8412",
            "category": "continued",
            "statistics_registered_on": None,
            "national_code": None,
        }
    ]


FILTERS = [
    ({"area": "430300"}, ["X1"]),
    ({"area_under": "430300"}, ["X1", "X2"]),
    ({"area": "P01"}, ["X2"]),
    ({"kind": "物流"}, ["X2"]),
    ({"stage": "early"}, ["X2"]),
    ({"category": "continued"}, ["X1"]),
    ({"theme": "四区一地"}, ["X2"]),
    ({"kind": "物流", "stage": "building"}, []),
]


@pytest.mark.parametrize(("query", "expected"), FILTERS)
def test_filters(entry: Client, bridge: Project, park: Area, query: dict[str, str], expected: list[str]) -> None:
    make_project("X2", park, kind="物流", stage="early", theme="四区一地")
    assert [row["code"] for row in results(entry, "projects", **query)] == expected


def test_pages_and_csv(entry: Client, bridge: Project) -> None:
    make_project("X2", bridge.area)
    first = entry.get(address("projects"), {"page_size": "1"}).json()
    second = entry.get(first["next"]).json()
    assert [[row["code"] for row in page["results"]] for page in (first, second)] == [["X1"], ["X2"]]
    assert second["next"] is None
    lines = entry.get(address("projects"), {"format": "csv"}).getvalue().decode("utf-8-sig").splitlines()
    assert lines[0].startswith("code,name,area,kind,stage,total_investment,")
    assert lines[1].startswith("X1,杨梅洲大桥,430300,交通,building,170000.5,2020-12-01,")
    assert len(lines) == 3


def test_the_summary_of_c24(entry: Client, bridge: Project) -> None:
    plan(bridge, "640")
    plan(bridge, "647.4", "2025-10-31")
    report(bridge, "2025-09", "560")
    report(bridge, "2025-10", "629.0")
    report(bridge, "2025-11", "700")
    assert entry.get(SUMMARY, {"period": "2025-10"}).json() == {
        "period": "2025-10",
        "planned": "647.4",
        "invested": "629",
        "completion": "97.157862",
        "time_share": "83.333333",
        "ahead": "13.824529",
        "projects": 1,
        "started": 0,
        "planned_new": 0,
    }
    september = entry.get(SUMMARY, {"period": "2025-09"}).json()
    assert (september["planned"], september["invested"], september["completion"]) == ("640", "560", "87.500000")


def test_the_summary_of_a_kind_and_of_an_area(entry: Client, bridge: Project, park: Area) -> None:
    plan(bridge, "100")
    plan(make_project("X2", park, kind="物流", category="new"), "200")
    plan(make_project("X3", park, kind="物流", category="new", stage="early"), "300")
    wanted = [{}, {"kind": "物流"}, {"area": "430300"}, {"area": "P01", "kind": "交通"}]
    found = [entry.get(SUMMARY, {"period": "2025-10", **query}).json() for query in wanted]
    fields = ("projects", "planned", "planned_new", "started")
    assert [tuple(each[name] for name in fields) for each in found] == [
        (3, "600", 2, 1),
        (2, "500", 2, 1),
        (1, "100", 0, 0),
        (0, None, 0, 0),
    ]


def test_a_corrected_month_counts_as_corrected(entry: Client, bridge: Project) -> None:
    plan(bridge, "100")
    report(bridge, "2025-10", "50")
    report(bridge, "2025-10", "40", "更正")
    assert entry.get(SUMMARY, {"period": "2025-10"}).json()["invested"] == "40"


WRONG = [
    ({}, "missing_parameter"),
    ({"period": "2025"}, "invalid_period"),
    ({"period": "2025-Q3"}, "invalid_period"),
    ({"period": "2025-10", "park": "P01"}, "unknown_parameter"),
]


@pytest.mark.parametrize(("query", "code"), WRONG)
def test_the_month_is_asked_for_by_name(entry: Client, query: dict[str, str], code: str) -> None:
    answer = entry.get(SUMMARY, query)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_the_number_of_queries_does_not_grow(entry: Client, bridge: Project) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert entry.get(SUMMARY, {"period": "2025-10"}).status_code == 200
            assert entry.get(address("projects")).status_code == 200
        return len(captured)

    plan(bridge, "100")
    before = queries()
    for number in range(10):
        other = make_project(f"Y{number}", bridge.area)
        plan(other, "100")
        report(other, "2025-10", "50")
    assert queries() == before
