"""Projects and land are corrected after they were printed: the bulletin says which numbers; its files stay."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from indicators.choices import Role
from indicators.domain.periods import Period
from indicators.models import Area, InboxItem, User
from indicators.services.audit import Actor
from projects.domain.month_entry import MonthRow
from projects.models import Parcel, Project
from projects.services.progress import enter_month
from tests.admin_clients import BACKEND
from tests.builders import TESTER, make_area, make_group
from tests.project_builders import dispose, make_parcel, make_project, plan, report
from tests.return_builders import make_account
from tracker.choices import RunState, SectionKind
from tracker.domain.bulletins.comparison import Change
from tracker.models import Bulletin, BulletinDefinition, BulletinSection
from tracker.queries.bulletins.access import outdated
from tracker.queries.bulletins.revisions import differences
from tracker.services.bulletins.definitions import save_definition, save_section
from tracker.services.bulletins.errors import BulletinRefusedError
from tracker.services.bulletins.outdating import tell_outdated
from tracker.services.bulletins.running import perform_run, request_run
from tracker.services.bulletins.steps import check_bulletin, issue_bulletin
from tracker.services.bulletins.verifying import bulletin_differences

pytestmark = pytest.mark.django_db
Ground = tuple[Project, Parcel]


@pytest.fixture
def city() -> Area:
    return make_area("430300", kind="city", name="湘潭市")


@pytest.fixture
def ground(city: Area) -> Ground:
    """In October 629 of 1000, not behind September; a parcel with 60 of 120.5 disposed of."""
    park = make_area("P01", parent=city, name="高新区")
    project, parcel = make_project("P1", park, name="大桥", kind="交通"), make_parcel("L1", park, "120.5")
    plan(project, "1000")
    report(project, "2025-09", "450")
    report(project, "2025-10", "629")
    dispose(parcel, "60")
    return project, parcel


@pytest.fixture
def bulletin(city: Area, ground: Ground) -> Bulletin:
    definition = BulletinDefinition(
        code="dispatch",
        title="{期别}通报",
        office="发改委",
        peer_group=make_group("cities", city),
        frequency="month",
        focus_area=city,
        use_level="public",
    )
    save_definition(definition=definition, actor=TESTER)
    for position, kind in enumerate((SectionKind.PROJECTS, SectionKind.LAND), start=1):
        save_section(section=BulletinSection(definition=definition, kind=kind, position=position), actor=TESTER)
    run = perform_run(pk=request_run(definition=definition, period="2025-10", actor=TESTER).pk)
    assert run.state == RunState.DONE, run.refusals
    assert run.bulletin is not None
    return run.bulletin


@pytest.fixture
def issued(bulletin: Bulletin) -> Bulletin:
    checker, issuer = (make_account(role, username=f"signs-{role}") for role in (Role.REVIEWER, Role.PUBLISHER))
    check_bulletin(pk=bulletin.pk, actor=Actor.of(checker))
    return issue_bulletin(pk=bulletin.pk, actor=Actor.of(issuer))


def correct_october(ground: Ground) -> None:
    """As a clerk does it on the page of the month."""
    project = ground[0]
    clerk = make_account(Role.ENTRY, Area.objects.get(code="430300"), username="clerk")
    row = MonthRow(project=project.code, invested=Decimal("700"), note="漏报补记", seen=0)
    enter_month(user=clerk, month=Period.parse("2025-10"), rows=[row], today=date(2026, 1, 5))


def dispose_more(ground: Ground) -> None:
    dispose(ground[1], "20.25", "2025-10-31", mode="政策赋能")


def relapse(ground: Ground) -> None:
    dispose(ground[1], "-10", "2025-09-01")


def revise_plan(ground: Ground) -> None:
    plan(ground[0], "900", "2025-10-20")


@pytest.mark.parametrize(
    ("correct", "place", "printed", "today"),
    [
        (correct_october, "项目进度，高新区", "累计完成（万元） 629.00", "累计完成（万元） 700.00"),
        (revise_plan, "项目进度，交通", "年度计划（万元） 1000.00", "年度计划（万元） 900.00"),
        (dispose_more, "盘活存量土地，高新区", "已盘活（亩） 60.00", "已盘活（亩） 80.25"),
        (relapse, "盘活存量土地，高新区", "已盘活（亩） 60.00", "已盘活（亩） 50.00"),
    ],
)
def test_a_correction_outdates_an_issued_one(
    correct: Callable[[Ground], None], place: str, printed: str, today: str, ground: Ground, issued: Bulletin
) -> None:
    assert not outdated(Bulletin.objects.all()).exists()
    before = {file.format: bytes(file.content) for file in issued.files.all()}
    correct(ground)
    assert outdated(Bulletin.objects.all()).get() == issued
    rows = [each for each in differences(issued) if each.place == place]
    assert rows
    assert any(each.printed.startswith(printed) and each.today.startswith(today) for each in rows), rows
    assert {file.format: bytes(file.content) for file in issued.files.all()} == before
    assert len(before) == 3
    assert list(bulletin_differences()) == []


def test_the_sentences_say_both_numbers(ground: Ground, issued: Bulletin) -> None:
    correct_october(ground)
    [said] = [each for each in differences(issued) if each.place == "项目进度，第 1 段"]
    assert "累计完成629.00万元" in said.printed
    assert "累计完成700.00万元" in said.today


def test_what_was_after_the_month_or_elsewhere_makes_no_difference(ground: Ground, issued: Bulletin) -> None:
    project, parcel = ground
    report(project, "2025-11", "800")
    report(project, "2025-10", "629", "只改说明")
    plan(project, "5000", "2025-11-02")
    dispose(parcel, "5", "2025-11-01")
    other = make_area("430100", kind="city")
    dispose(make_parcel("OUT", other), "50")
    plan(make_project("OUT", other), "1000")
    assert not outdated(Bulletin.objects.all()).exists()
    assert differences(issued) == []


def test_who_falls_behind_by_the_correction_shifts_no_table(ground: Ground, issued: Bulletin) -> None:
    """A paragraph that is new stands alone; the tables below it are compared with themselves."""
    report(ground[0], "2025-09", "800")
    assert differences(issued) == [
        Change("项目进度，第 3 段", "—", "较上月退后的项目1个：大桥（慢于序时进度20.4个百分点）。")
    ]


def test_the_publishers_are_told_once(ground: Ground, issued: Bulletin) -> None:
    assert tell_outdated() == 0
    dispose_more(ground)
    assert [tell_outdated(), tell_outdated()] == [1, 0]
    [item] = InboxItem.objects.filter(kind="outdated")
    assert item.object_key == str(issued.pk)
    assert "所据数据已更正" in item.text


def test_an_outdated_draft_is_not_checked(ground: Ground, bulletin: Bulletin) -> None:
    correct_october(ground)
    with pytest.raises(BulletinRefusedError, match="先重新生成"):
        check_bulletin(pk=bulletin.pk, actor=Actor.of(make_account(Role.REVIEWER, username="checks")))


def page_for(user: User, bulletin: Bulletin) -> str:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client.get(reverse("admin:tracker_bulletin_change", args=[bulletin.pk])).content.decode()


@pytest.mark.parametrize(
    ("note", "role", "inside", "sees_today"),
    [
        ("staff see old and new", Role.PUBLISHER, False, True),
        ("a reader of the area, too", Role.VIEWER, True, True),
        ("a reader of another area learns what is no longer so, not what it is now", Role.VIEWER, False, False),
    ],
)
def test_the_page_says_which_numbers(
    note: str, role: Role, inside: bool, sees_today: bool, city: Area, ground: Ground, issued: Bulletin
) -> None:
    areas = [city] if inside else []
    user = make_account(role, *areas, username="reads")
    assert "所据数据已更正" not in page_for(user, issued)
    correct_october(ground)
    page = page_for(user, issued)
    assert "所据数据已更正" in page
    assert "仍是签发时的样子" in page
    assert "累计完成（万元） 629.00" in page
    assert ("累计完成（万元） 700.00" in page) is sees_today
    assert ("以更正稿为准" in page) is not sees_today


def test_the_list_finds_it(ground: Ground, issued: Bulletin) -> None:
    client = Client()
    client.force_login(make_account(Role.PUBLISHER, username="lists"), backend=BACKEND)
    address = reverse("admin:tracker_bulletin_changelist") + "?outdated=yes"
    name = reverse("admin:tracker_bulletin_change", args=[issued.pk])
    assert name not in client.get(address).content.decode()
    dispose_more(ground)
    assert name in client.get(address).content.decode()
