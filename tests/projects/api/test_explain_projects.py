"""Where a project's month and a month's sums come from: plan version, figure with who and when, the sum worked out."""

import pytest
from django.test import Client

from indicators.models import Area
from tests.api_clients import address
from tests.project_builders import make_project, plan, report

CASE = "629 ÷ 647.4 × 100 = 97.157862；10 ÷ 12 × 100 = 83.333333；超序时 13.824529 个百分点"  # C24


@pytest.fixture
def project(park: Area) -> None:
    """C24, after a correction, with a plan that was changed twice in the year."""
    project = make_project("P1", park, name="大桥", kind="交通")
    plan(project, "500", "2025-01-20")
    plan(project, "647.4", "2025-07-01")
    plan(project, "900", "2025-11-15")
    report(project, "2025-10", "600")
    report(project, "2025-10", "629", "更正")


def test_a_month_names_its_plan_its_figure_and_the_way(entry: Client, project: None) -> None:
    body = entry.get(address("explain/projects/P1/2025-10")).json()
    assert (body["completion"], body["time_share"], body["ahead"], body["light"]) == (
        "97.157862",
        "83.333333",
        "13.824529",
        "green",
    )
    assert body["worked"] == CASE
    assert body["plan"] == {"planned": "647.4", "adopted_on": "2025-07-01"}
    assert [each["planned"] for each in body["plans"]] == ["500", "647.4", "900"]
    assert (body["report"]["invested_ytd"], body["report"]["version"], body["report"]["note"]) == ("629", 1, "更正")
    assert body["report"]["who"]
    assert [each["invested_ytd"] for each in body["versions"]] == ["600", "629"]
    assert body["what_it_is"] == "调度数（形象进度投资），不是统计投资"


def test_an_old_month_keeps_its_plan_and_a_later_one_reads_the_last_figure(entry: Client, project: None) -> None:
    may = entry.get(address("explain/projects/P1/2025-05")).json()
    assert (may["plan"]["planned"], may["report"], may["reason"]) == ("500", None, "2025 年至 2025-05 没有填报")
    december = entry.get(address("explain/projects/P1/2025-12")).json()
    assert (december["plan"]["planned"], december["report"]["period"]) == ("900", "2025-10")


def test_the_sums_list_every_project_and_agree_with_the_summary(entry: Client, project: None, park: Area) -> None:
    plan(make_project("P2", park, kind="产业"), "100")
    make_project("UNPLANNED", park)
    summary = entry.get(address("projects/summary"), {"period": "2025-10"})
    link = summary.headers["Link"].removeprefix("<").partition(">")[0]
    body = entry.get(link).json()
    assert summary.json().items() <= body.items()
    assert [(each["project"], each["planned"], each["invested"]) for each in body["inputs"]] == [
        ("P1", "647.4", "629"),
        ("P2", "100", None),
    ]
    assert body["worked"].startswith("629 ÷ 747.4 × 100 = ")


def test_the_sums_take_the_filters_of_the_summary(entry: Client, project: None, park: Area) -> None:
    plan(make_project("P2", park, kind="产业"), "100")
    link = entry.get(address("projects/summary"), {"period": "2025-10", "kind": "交通"}).headers["Link"]
    body = entry.get(link.removeprefix("<").partition(">")[0]).json()
    assert (body["planned"], [each["project"] for each in body["inputs"]]) == ("647.4", ["P1"])


def test_what_lies_outside_or_is_no_month_is_not_there(entry: Client, project: None, elsewhere: Area) -> None:
    plan(make_project("OUT", elsewhere), "100")
    for path in ("projects/OUT/2025-10", "projects/NONE/2025-10", "projects/P1/2025", "project-sums/2025-Q3"):
        assert entry.get(address(f"explain/{path}")).status_code == 404
