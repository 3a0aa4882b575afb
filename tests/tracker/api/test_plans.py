"""`plans`, `plans/{plan}/targets`, `plans/{plan}/assessment` and `explain/targets/…`."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.api.caching import bodies
from indicators.choices import Role
from indicators.models import Area, Indicator
from tests.api_clients import ClientOf, address, results
from tests.builders import TESTER, figure, make_area, make_group, make_indicator, publish
from tests.target_builders import make_plan, make_target, make_yearly_target
from tracker.models import Plan, Target
from tracker.services.calculations import drain_pending_calculations
from tracker.services.targets.overrides import override_verdict
from tracker.services.targets.saving import revise_target

pytestmark = pytest.mark.django_db

ASSESSMENT = "plans/P145/assessment"


@pytest.fixture
def city() -> Area:
    return make_area("430300", kind="city", name="湘潭市")


@pytest.fixture
def rate() -> Indicator:
    return make_indicator("RATE", kind="rate", frequency="year", decimals=1, name="城镇化率", measure_unit="%")


@pytest.fixture
def target(city: Area, rate: Indicator) -> Target:
    bodies.clear()
    plan = make_plan(name="十四五", area=city)
    target = make_target(
        plan,
        rate,
        city,
        "level",
        base_value="60.6",
        base_year=2019,
        value="65",
        category="民生福祉",
        adopted_on="2021-03-01",
        document="纲要",
    )
    publish(
        figure("RATE", "430300", "2022", "62", published="2023-02-01"),
        figure("RATE", "430300", "2023", "63.5", published="2024-02-01"),
    )
    drain_pending_calculations()
    return target


def row_of(client: Client, **query: str) -> dict:
    [row] = results(client, ASSESSMENT, **query)
    return row


@pytest.mark.usefixtures("target")
def test_the_table_is_printed_as_the_plan_prints_it(viewer: Client) -> None:
    assert [row["plan"] for row in results(viewer, "plans")] == ["P145"]
    [row] = results(viewer, "plans/P145/targets")
    cells = ("category", "indicator_name", "base_wording", "target_wording", "pace_wording", "attribute")
    assert [row[each] for each in cells] == ["民生福祉", "城镇化率", "60.6*", "65", "", "expected"]
    assert (row["base_year"], row["base_value"], row["value"], row["adopted_on"]) == (2019, "60.6", "65", "2021-03-01")


@pytest.mark.usefixtures("target")
def test_one_row_a_target_with_six_decimals(viewer: Client) -> None:
    row = row_of(viewer, year="2022")
    assert list(row)[:4] == ["indicator", "area", "attribute", "form"]
    expected = {
        "base_year": 2019,
        "base": "60.6",
        "target": "65",
        "actual": "62.000000",
        "expected": "62.800000",
        "share_done": "31.818182",
        "share_expected": "50.000000",
        "needed": "1.000000",
        "verdict": "behind",
        "override": None,
        "reason": None,
    }
    assert {name: row[name] for name in expected} == expected


@pytest.mark.usefixtures("target")
def test_without_a_year_the_newest_one_with_a_figure_is_assessed(viewer: Client) -> None:
    assert row_of(viewer)["year"] == 2023


@pytest.mark.usefixtures("target")
def test_a_year_without_a_figure_says_so(viewer: Client) -> None:
    row = row_of(viewer, year="2024")
    assert (row["verdict"], row["reason"], row["actual"], row["share_done"]) == (
        "not_assessed",
        "no_figure",
        None,
        None,
    )


def test_as_of_reads_figures_and_targets_of_that_day(viewer: Client, target: Target) -> None:
    revise_target(
        target=target,
        adopted_on=date(2024, 1, 1),
        document="",
        reason="中期调整",
        value=Decimal(63),
        base_value=target.base_value,
        actor=TESTER,
    )
    publish(figure("RATE", "430300", "2022", "62.5", published="2024-06-01"))
    drain_pending_calculations()
    now = row_of(viewer, year="2022")
    assert (now["target"], now["actual"]) == ("63", "62.500000")
    then = row_of(viewer, year="2022", as_of="2023-12-31")
    assert (then["target"], then["actual"], then["verdict"]) == ("65", "62.000000", "behind")
    assert results(viewer, "plans/P145/targets", as_of="2021-02-28") == []
    assert row_of(viewer, year="2022", as_of="2022-12-31")["reason"] == "no_figure"


def test_both_verdicts_are_shown(viewer: Client, target: Target) -> None:
    override_verdict(target=target, year=2022, verdict="on_course", reason="口径调整", actor=TESTER)
    row = row_of(viewer, year="2022")
    assert row["verdict"] == "behind"
    assert {name: row["override"][name] for name in ("verdict", "reason", "made_by")} == {
        "verdict": "on_course",
        "reason": "口径调整",
        "made_by": "tester",
    }


def test_the_explanation_names_rules_revisions_years_and_sources(viewer: Client, target: Target) -> None:
    answer = viewer.get(row_of(viewer, year="2023")["explain"]).json()
    assert answer["method"] == "targets/1"
    assert {each["field"] for each in answer["formula"]} == {"expected", "share_done", "needed", "verdict"}
    assert [(each["year"], each["value"]) for each in answer["years"]][-2:] == [(2022, "62"), (2023, "63.5")]
    assert [(each["period"], each["value"], each["who"]) for each in answer["inputs"]] == [
        ("2022", "62", "tester"),
        ("2023", "63.5", "tester"),
    ]
    assert [each["adopted_on"] for each in answer["revisions"]] == ["2021-03-01"]
    assert answer["rules"]["ahead_from"] == "1.05"


@pytest.mark.usefixtures("target")
def test_csv_has_one_line_a_target(viewer: Client) -> None:
    content = b"".join(viewer.get(address(ASSESSMENT), {"year": "2022", "format": "csv"})).decode("utf-8-sig")
    head, line = content.strip().splitlines()
    assert head.split(",")[:4] == ["indicator", "area", "attribute", "form"]
    assert len(head.split(",")) == len(line.split(","))
    assert "62.800000" in line


@pytest.mark.usefixtures("target")
@pytest.mark.parametrize(
    ("path", "query", "status", "code"),
    [
        ("plans/NONE/targets", {}, 404, "not_found"),
        ("plans/NONE/assessment", {}, 404, "not_found"),
        (ASSESSMENT, {"year": "abc"}, 400, "invalid_year"),
        (ASSESSMENT, {"year": "2022", "month": "1"}, 400, "unknown_parameter"),
        (ASSESSMENT, {"as_of": "gestern"}, 400, "invalid_as_of"),
        ("explain/targets/P145/RATE/430300/level/value/abcd", {}, 404, "not_found"),
        ("explain/targets/P145/RATE/430300/level/value/9999", {}, 404, "not_found"),
        ("explain/targets/P145/RATE/430300/total/value/2022", {}, 404, "not_found"),
    ],
)
def test_what_is_wrong_is_refused(viewer: Client, path: str, query: dict, status: int, code: str) -> None:
    answer = viewer.get(address(path), query)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.usefixtures("target")
@pytest.mark.parametrize("role", Role)
def test_the_four_roles_read(client_of: ClientOf, role: Role) -> None:
    readers = (Role.ENTRY, Role.REVIEWER, Role.PUBLISHER, Role.VIEWER)
    for path in ("plans", "plans/P145/targets", ASSESSMENT, "explain/targets/P145/RATE/430300/level/value/2022"):
        assert client_of(role).get(address(path)).status_code == (200 if role in readers else 403)


@pytest.mark.usefixtures("target")
def test_answers_carry_a_tag_until_something_changes(viewer: Client) -> None:
    first = viewer.get(address(ASSESSMENT))
    assert viewer.get(address(ASSESSMENT), headers={"If-None-Match": first["ETag"]}).status_code == 304
    publish(figure("RATE", "430300", "2024", "64", published="2025-02-01"))
    assert viewer.get(address(ASSESSMENT), headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_pages_follow_one_another(viewer: Client, city: Area) -> None:
    plan = make_plan("MANY")
    for number in range(5):
        make_target(plan, make_indicator(f"I{number}", kind="stock"), city, "level", value="1")
    first = viewer.get(address("plans/MANY/targets"), {"page_size": "3"}).json()
    second = viewer.get(first["next"]).json()
    assert [row["indicator"] for row in (*first["results"], *second["results"])] == [f"I{each}" for each in range(5)]
    assert second["next"] is None


def test_queries_do_not_grow_with_targets(viewer: Client, city: Area) -> None:
    """Ratios, references, yearly numbers and a past moment included."""
    counts = []
    for code, size in (("FEW", 2), ("LOTS", 12)):
        plan = make_plan(code)
        fill(plan, city, code, size)
        for query in ({"year": "2022"}, {"year": "2022", "as_of": "2026-06-01"}):
            bodies.clear()
            with CaptureQueriesContext(
                connection,
            ) as captured:
                assert len(results(viewer, f"plans/{code}/assessment", **query)) == size * 3
            counts.append(len(captured))
    assert counts[:2] == counts[2:]


def fill(plan: Plan, city: Area, code: str, size: int) -> None:
    parks = make_group(f"{code}-parks", make_area(f"{code}-park", parent=city))
    for number in range(size):
        top = make_indicator(f"{code}T{number}", kind="flow_ytd", frequency="year")
        base = make_indicator(f"{code}B{number}", kind="stock", frequency="year")
        ratio = make_indicator(
            f"{code}R{number}", kind="ratio", frequency="year", numerator=top, denominator=base, partition=parks
        )
        make_target(plan, ratio, city, "level", base_value="1", value="9")
        make_target(plan, top, city, "with", reference=base)
        make_target(plan, base, city, "text", text="保持稳定")
        make_yearly_target(plan, base, city, 2022, "at_least", value="1")
        publish(
            figure(top.code, f"{code}-park", "2022", "10"),
            figure(base.code, f"{code}-park", "2022", "5"),
            figure(base.code, "430300", "2022", "5"),
        )
    drain_pending_calculations()
    call_command("verify")
