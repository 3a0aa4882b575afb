"""A month is stored whole or not at all; a correction is a further version, and the old figure is kept."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from indicators.domain.periods import Period
from indicators.models import Area, AuditEntry, User
from projects.domain.month_entry import MonthRow
from projects.models import ProjectProgress
from projects.services.progress import MonthRefusedError, enter_month
from tests.builders import make_area
from tests.project_builders import make_project, plan, report
from tests.return_builders import make_account

pytestmark = pytest.mark.django_db


@dataclass
class Month:
    """An account that fills in October 2025 on a day of November."""

    user: User

    def enter(self, *rows: MonthRow, month: str = "2025-10") -> int:
        return enter_month(user=self.user, month=Period.parse(month), rows=rows, today=date(2025, 11, 8))


def said(project: str, invested: str, note: str = "", seen: int | None = None) -> MonthRow:
    return MonthRow(project=project, invested=Decimal(invested), note=note, seen=seen)


def stands() -> dict[tuple[str, str], Decimal]:
    rows = ProjectProgress.objects.current()
    return {
        (code, period): figure for code, period, figure in rows.values_list("project__code", "period", "invested_ytd")
    }


def test_a_correction_keeps_the_old_figure() -> None:
    project = make_project("P1", make_area("430300", kind="city"))
    report(project, "2025-09", "500")
    report(project, "2025-10", "629")
    report(project, "2025-10", "630", "更正")
    versions = ProjectProgress.objects.filter(period="2025-10").order_by("version")
    assert [(each.version, each.invested_ytd, each.superseded_at is None) for each in versions] == [
        (0, 629, False),
        (1, 630, True),
    ]
    assert list(ProjectProgress.objects.current().order_by("period").values_list("invested_ytd", flat=True)) == [
        500,
        630,
    ]


def test_every_write_has_its_audit_entry() -> None:
    project = make_project("P1", make_area("430300", kind="city"))
    report(project, "2025-10", "629")
    row = ProjectProgress.objects.get()
    assert AuditEntry.objects.get(object_type="projectprogress") == row.audit_entry


@pytest.fixture
def world() -> Month:
    city = make_area("430300", kind="city")
    outside = make_project("OUT", make_area("430100", kind="city"))
    for project in (make_project("P1", city), make_project("P2", city), outside):
        plan(project, "1000")
    make_project("UNPLANNED", city)
    return Month(make_account("entry", city))


def test_a_month_is_stored_with_an_entry_for_every_figure(world: Month) -> None:
    assert world.enter(said("P1", "629"), said("P2", "0", "未动工")) == 2
    assert stands() == {("P1", "2025-10"): 629, ("P2", "2025-10"): 0}
    entry = AuditEntry.objects.get(object_type="projectprogress", object_key="P1 2025-10")
    assert (entry.action, entry.old, entry.new) == ("created", None, {"invested_ytd": "629", "note": ""})
    assert entry.actor == world.user


def test_a_correction_of_a_month_keeps_the_old_figure_and_says_it(world: Month) -> None:
    world.enter(said("P1", "629"))
    assert world.enter(said("P1", "630", "核增", seen=0)) == 1
    versions = ProjectProgress.objects.filter(project__code="P1").order_by("version")
    assert [(each.version, each.invested_ytd) for each in versions] == [(0, 629), (1, 630)]
    entry = AuditEntry.objects.filter(object_key="P1 2025-10").latest("pk")
    assert (entry.action, entry.old) == ("changed", {"invested_ytd": "629", "note": ""})


def test_what_is_repeated_makes_no_version(world: Month) -> None:
    world.enter(said("P1", "629"))
    before = AuditEntry.objects.count()
    assert world.enter(said("P1", "629.00", seen=0)) == 0
    assert (ProjectProgress.objects.count(), AuditEntry.objects.count()) == (1, before)


REFUSED = [
    ([("OUT", "5", "", None)], "没有这个项目"),  # outside the areas: as if there were none
    ([("NONE", "5", "", None)], "没有这个项目"),
    ([("UNPLANNED", "5", "", None)], "没有现行的年度计划"),
    ([("P1", "400", "", None)], "须在说明中写明原因"),  # 500 in September
    ([("P1", "-1", "核减", None)], "不能为负"),
    ([("P1", "600", "", 3)], "已有别人改动"),
    ([("P1", "600", "", None), ("P1", "700", "", None)], "有两行"),
]


@pytest.mark.parametrize(("rows", "words"), REFUSED)
def test_one_row_that_is_refused_stores_nothing(
    world: Month, rows: list[tuple[str, str, str, int | None]], words: str
) -> None:
    world.enter(said("P1", "500"), month="2025-09")
    with pytest.raises(MonthRefusedError, match=words):
        world.enter(said("P2", "10"), *(said(code, text, note, seen) for code, text, note, seen in rows))
    assert stands() == {("P1", "2025-09"): 500}


def test_every_reason_is_listed(world: Month) -> None:
    with pytest.raises(MonthRefusedError) as refused:
        world.enter(said("P1", "-1"), said("P2", "-2"), said("NONE", "1"))
    assert len(refused.value.reasons) == 3


def test_a_month_that_has_not_begun_is_refused_and_the_present_one_is_not(world: Month) -> None:
    with pytest.raises(MonthRefusedError, match="还没有到"):
        world.enter(said("P1", "5"), month="2025-12")
    assert world.enter(said("P1", "5"), month="2025-11") == 1


@pytest.mark.parametrize("role", ["viewer", "evaluation", "admin", "security", "auditor"])
def test_other_roles_report_nothing(world: Month, role: str) -> None:
    user = make_account(role, Area.objects.get(code="430300"), username="other")
    with pytest.raises(MonthRefusedError, match="不填报"):
        Month(user).enter(said("P1", "5"))
    assert not stands()
