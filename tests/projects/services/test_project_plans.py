"""A new version of the yearly plan: adopted, later than those there are; old months keep theirs."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from indicators.domain.periods import Period
from indicators.models import AuditEntry
from projects.domain.progress import PlanVersion, plan_in_force
from projects.models import Project
from projects.services.plans import PlanRefusedError, add_plan_version
from tests.builders import TESTER, make_area
from tests.project_builders import make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return make_project("P1", make_area("430300", kind="city"))


def adopt(project: Project, planned: str, day: date, reason: str = "", year: int = 2025) -> None:
    add_plan_version(project=project, year=year, planned=Decimal(planned), adopted_on=day, reason=reason, actor=TESTER)


def test_old_months_keep_their_plan(project: Project) -> None:
    adopt(project, "100", date(2024, 12, 20))
    adopt(project, "150", date(2025, 6, 30), "年中调整")
    versions = [PlanVersion(each.year, each.adopted_on, each.planned) for each in project.plans.all()]
    assert [plan_in_force(versions, Period.parse(month)) for month in ("2025-05", "2025-06")] == [100, 150]
    entry = AuditEntry.objects.filter(object_type="projectplan").latest("pk")
    assert (entry.object_key, entry.reason) == ("P1 2025 2025-06-30", "年中调整")


@pytest.mark.parametrize(
    ("planned", "day", "reason", "year", "codes"),
    [
        ("1", date(2025, 1, 20), "改", 2025, ["not_later"]),
        ("1", date(2025, 1, 19), "", 2025, ["not_later", "no_reason"]),
        ("1", date(2025, 2, 1), "", 2025, ["no_reason"]),
        ("-1", date(2025, 2, 1), "改", 2025, ["negative"]),
        ("1", date(2025, 2, 1), "", 2024, ["wrong_year"]),
        ("1", date(2025, 2, 1), "", 2027, ["wrong_year"]),
    ],
)
def test_refused(project: Project, planned: str, day: date, reason: str, year: int, codes: list[str]) -> None:
    adopt(project, "100", date(2025, 1, 20))
    with pytest.raises(PlanRefusedError) as refused:
        adopt(project, planned, day, reason, year)
    assert [each.code for each in refused.value.refusals] == codes
    assert project.plans.get().planned == 100


def test_nothing_is_adopted_in_the_future(project: Project) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(PlanRefusedError) as refused:
        adopt(project, "1", tomorrow, year=tomorrow.year)
    assert [each.code for each in refused.value.refusals] == ["future_day"]
