"""The page of a frozen assessment and its files."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from indicators.choices import Role
from tests.builders import TESTER, figure, make_area, make_indicator, publish
from tests.plan_pages import text_of
from tests.plan_worlds import PlanWorld, make_plan_world
from tests.target_builders import make_plan, make_target
from tracker.choices import AssessmentKind, Verdict
from tracker.domain.targets.rules import DEFAULT
from tracker.models import Assessment, AssessmentRule
from tracker.services.targets.assessments import freeze_assessment
from tracker.services.targets.saving import save_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> PlanWorld:
    return make_plan_world()


@pytest.fixture
def viewer(client_of: Callable[..., Client]) -> Client:
    return client_of(Role.VIEWER)


def address(world: PlanWorld) -> str:
    made = freeze_assessment(plan=world.plan, kind=AssessmentKind.MID_TERM, year=2022, actor=TESTER)
    return f"/admin/tracker/assessment/{made.pk}"


def test_the_page_prints_the_thresholds_as_plain_numbers(world: PlanWorld, viewer: Client) -> None:
    numbers = {**asdict(DEFAULT), "valid_from": date(2021, 1, 1), "ahead_from": Decimal(10)}
    save_rule(rule=AssessmentRule(**numbers), actor=TESTER, reason="试行")
    words = text_of(viewer.get(f"{address(world)}/change/"))
    assert "不低于 10 为快于预期；不低于 0.95（约束性 1）为基本符合预期" in words


def test_the_counts_read_as_those_of_the_national_mid_term(client_of: Callable[..., Client]) -> None:
    """`domain.md` §3: 4 / 5 / 7 / 4 of 20. After three of five years from 0 to 100, 60 are due."""
    city = make_area("430300", kind="city", name="湘潭市")
    plan = make_plan("P145", area=city)
    values = ["100"] * 4 + ["63"] * 5 + ["62.9"] * 3 + ["57"] * 4 + ["56.9"] * 4
    for place, value in enumerate(values):
        indicator = make_indicator(f"I{place}", kind="stock", frequency="year", decimals=1)
        make_target(plan, indicator, city, "level", base_value="0", value="100")
        publish(figure(indicator.code, "430300", "2023", value, published="2024-01-15"))
    client = client_of(Role.PUBLISHER)
    given = {"plan": plan.pk, "kind": "mid_term", "year": 2023}
    page = client.post("/admin/tracker/assessment/make/", given, follow=True)
    counts = "提前实现 4 快于预期 5 基本符合预期 7 进度滞后 4 暂不具备评估条件 0"
    assert counts in text_of(page)
    assert "4 / 5 / 7 / 4 / 0" in text_of(client.get("/admin/tracker/assessment/"))


@pytest.mark.parametrize(
    ("as_of", "words"),
    [("0001-01-01", "年份不在"), ("9999-12-31", "年份不在"), ("2999-01-01", "不能在将来"), ("x", "有效的日期")],
)
def test_a_day_that_cannot_be_is_refused_at_its_field(
    world: PlanWorld, client_of: Callable[..., Client], as_of: str, words: str
) -> None:
    given = {"plan": world.plan.pk, "kind": "mid_term", "year": 2022, "as_of": as_of}
    answer = client_of(Role.PUBLISHER).post("/admin/tracker/assessment/make/", given)
    assert words in answer.context["form"].errors["as_of"][0]
    assert not Assessment.objects.exists()


def test_figures_published_after_the_day_do_not_count(world: PlanWorld, client_of: Callable[..., Client]) -> None:
    given = {"plan": world.plan.pk, "kind": "mid_term", "year": 2022, "as_of": "2022-06-01"}
    assert client_of(Role.PUBLISHER).post("/admin/tracker/assessment/make/", given).status_code == 302
    made = Assessment.objects.get()
    assert made.as_of.isoformat() == "2022-06-01T15:59:59.999999+00:00"
    assert made.counts[Verdict.NOT_ASSESSED] == sum(made.counts.values()) > 0


def test_today_is_until_now(world: PlanWorld, client_of: Callable[..., Client]) -> None:
    given = {"plan": world.plan.pk, "kind": "mid_term", "year": 2022, "as_of": timezone.localdate().isoformat()}
    assert client_of(Role.PUBLISHER).post("/admin/tracker/assessment/make/", given).status_code == 302
    assert Assessment.objects.get().as_of <= timezone.now()


@pytest.mark.parametrize("format", ["pdf", "nonsense", "%00", "x" * 10_000])
def test_a_file_that_no_assessment_has_is_not_found(world: PlanWorld, viewer: Client, format: str) -> None:
    archived = f"{address(world)}/file"
    assert viewer.get(f"{archived}/docx/").status_code == 200
    assert viewer.get(f"{archived}/{format}/").status_code == 404
