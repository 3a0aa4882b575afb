"""Verdicts follow the figures through the outbox, are told once when they change, and can be verified."""

import pytest
from django.core.management import call_command
from django.db import connection

from indicators.choices import InboxKind, Role
from indicators.models import Area, Department, InboxItem, Indicator, User
from tests.builders import figure, make_area, make_indicator, publish
from tests.target_builders import make_plan, make_target, make_yearly_target
from tracker.choices import Verdict
from tracker.models import Plan, TargetVerdict
from tracker.queries.targets.verdicts import verdict_differences
from tracker.services.calculations import calculate_everything, drain_pending_calculations

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Area:
    return make_area("430300", kind="city", name="湘潭市")


@pytest.fixture
def share(db: None) -> Indicator:
    """Case C14: the digital economy."""
    department, _ = Department.objects.get_or_create(name="工信局")
    return make_indicator(
        "SHARE", kind="rate", frequency="year", decimals=1, name="数字经济占比", department=department
    )


@pytest.fixture
def plan() -> Plan:
    return make_plan("P155", start=2026, end=2030)


def verdicts() -> dict[int, str]:
    return dict(TargetVerdict.objects.order_by("year").values_list("year", "verdict"))


def test_a_published_figure_gives_a_verdict(city: Area, share: Indicator, plan: Plan) -> None:
    make_target(plan, share, city, "level", base_year=2024, base_value="10.5", value="12.5")
    publish(figure("SHARE", "430300", "2025", "11.0"))
    assert verdicts() == {}
    drain_pending_calculations()
    row = TargetVerdict.objects.get()
    assert (row.year, row.verdict, str(row.share_done.normalize())) == (2025, Verdict.AHEAD, "25")
    assert list(verdict_differences()) == []


def test_a_new_target_is_judged_at_once(city: Area, share: Indicator, plan: Plan) -> None:
    publish(figure("SHARE", "430300", "2025", "10.6"))
    drain_pending_calculations()
    make_target(plan, share, city, "level", base_year=2024, base_value="10.5", value="12.5")
    assert verdicts() == {2025: Verdict.BEHIND}


def test_a_reference_is_followed_too(city: Area, plan: Plan) -> None:
    income = make_indicator("INCOME", kind="growth_only", frequency="year", growth_computable=False)
    gdp = make_indicator("GDP", kind="growth_only", frequency="year", growth_computable=False)
    older = make_plan("P145")
    make_target(older, income, city, "with", reference=gdp)
    publish(figure("INCOME", "430300", "2022", growth="4.5"), figure("GDP", "430300", "2022", growth="5.0"))
    drain_pending_calculations()
    assert verdicts() == {2022: Verdict.ON_COURSE}
    publish(figure("GDP", "430300", "2022", growth="5.1", published="2026-02-01"))
    drain_pending_calculations()
    assert verdicts() == {2022: Verdict.BEHIND}


def test_words_are_judged_by_the_number_of_the_year(city: Area, plan: Plan) -> None:
    gdp = make_indicator("GDP", kind="growth_only", frequency="year", growth_computable=False)
    older = make_plan("P145")
    make_target(older, gdp, city, "text", text="保持在合理区间、各年度视情提出")
    publish(figure("GDP", "430300", "2021", growth="8.1"), figure("GDP", "430300", "2022", growth="3.0"))
    drain_pending_calculations()
    assert verdicts() == {2021: Verdict.NOT_ASSESSED, 2022: Verdict.NOT_ASSESSED}
    make_yearly_target(older, gdp, city, 2021, "at_least", value="6")
    make_yearly_target(older, gdp, city, 2022, "about", value="5.5")
    assert verdicts() == {2021: Verdict.ON_COURSE, 2022: Verdict.BEHIND}


@pytest.fixture
def people(db: None) -> dict[str, User]:
    department, _ = Department.objects.get_or_create(name="工信局")
    other = Department.objects.create(name="财政局")
    return {
        "planner": User.objects.create(username="planner", role=Role.PUBLISHER),
        "responsible": User.objects.create(username="responsible", role=Role.ENTRY, department=department),
        "other": User.objects.create(username="other", role=Role.ENTRY, department=other),
        "viewer": User.objects.create(username="viewer", role=Role.VIEWER, department=department),
    }


def told() -> dict[str, str]:
    return dict(InboxItem.objects.filter(kind=InboxKind.VERDICT).values_list("recipient__username", "text"))


@pytest.mark.usefixtures("people")
def test_a_changed_verdict_is_told_once_to_planners_and_the_department(
    city: Area, share: Indicator, plan: Plan
) -> None:
    target = make_target(plan, share, city, "level", base_year=2024, base_value="10.5", value="12.5")
    publish(figure("SHARE", "430300", "2025", "11.0"))
    drain_pending_calculations()
    assert told() == {}  # a first verdict is no change
    publish(figure("SHARE", "430300", "2026", "10.9"))
    drain_pending_calculations()
    assert set(told()) == {"planner", "responsible"}
    assert told()["planner"] == "湘潭市“数字经济占比”（P155）2026 年由快于预期变为进度滞后"
    assert set(InboxItem.objects.values_list("object_label", "object_key")) == {("tracker.target", str(target.pk))}
    calculate_everything()
    assert InboxItem.objects.filter(kind=InboxKind.VERDICT).count() == 2


@pytest.mark.usefixtures("people")
def test_of_two_targets_on_one_line_it_is_said_which_has_changed(city: Area, share: Indicator, plan: Plan) -> None:
    make_target(plan, share, city, "level", base_year=2024, base_value="10.5", value="12.5")
    make_target(plan, share, city, "change", base_year=2024, base_value="10.5", value="2")
    publish(figure("SHARE", "430300", "2025", "11.0"))
    publish(figure("SHARE", "430300", "2026", "10.9"))
    drain_pending_calculations()
    publish(figure("SHARE", "430300", "2026", "11.5", published="2026-02-15"))
    drain_pending_calculations()
    said = InboxItem.objects.filter(recipient__username="planner").order_by("pk").values_list("text", flat=True)
    assert list(said) == [
        "湘潭市“数字经济占比”目标 12.5（P155）2026 年由进度滞后变为快于预期",
        "湘潭市“数字经济占比”目标 [2]（P155）2026 年由进度滞后变为快于预期",
    ]


def test_verify_names_what_was_changed_behind_its_back(
    city: Area, share: Indicator, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    make_target(plan, share, city, "level", base_year=2024, base_value="10.5", value="12.5")
    publish(figure("SHARE", "430300", "2025", "11.0"))
    drain_pending_calculations()
    call_command("verify")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tracker_targetverdict SET verdict = 'met', share_done = 100")
    with pytest.raises(SystemExit):
        call_command("verify")
    assert "share_done 存为 100，重算为 25" in capsys.readouterr().err
    calculate_everything()
    call_command("verify")


def test_a_withdrawn_figure_takes_its_verdict_away(city: Area, share: Indicator, plan: Plan) -> None:
    make_target(plan, share, city, "level", base_year=2024, base_value="10.5", value="12.5")
    publish(figure("SHARE", "430300", "2025", "11.0"))
    drain_pending_calculations()
    publish(figure("SHARE", "430300", "2025", vintage="withdrawn", published="2026-03-01"))
    drain_pending_calculations()
    assert verdicts() == {}
