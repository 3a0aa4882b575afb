"""Opening returns: what is due, once, with the cells of the form as it stands; and every reason why not."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from indicators.choices import AuditAction, InboxKind, Role
from indicators.domain.periods import Period
from indicators.models import AuditEntry, CheckRule, FormUnit, InboxItem, Return
from indicators.services.returns.forms import save_form, save_unit
from indicators.services.returns.gate import ReturnRefusedError
from indicators.services.returns.opening import open_due_returns, open_return
from tests.builders import TESTER, make_area, make_indicator
from tests.return_builders import make_account, make_form, make_unit, open_now

pytestmark = pytest.mark.django_db

CLOSED = Period.parse("2025-Q4")


def refusals_of(unit: object, period: Period = CLOSED) -> list[str]:
    with pytest.raises(ReturnRefusedError) as refused:
        open_return(unit=unit, period=period, actor=TESTER)  # type: ignore[arg-type]
    assert not Return.objects.filter(unit=unit, period=str(period)).exists()
    return [refusal.code for refusal in refused.value.refusals]


def test_a_return_asks_for_each_indicator_area_and_measure_in_the_order_of_the_form() -> None:
    areas = [make_area("B"), make_area("A")]
    indicators = [make_indicator("TAX"), make_indicator("INV", kind="growth_only", growth_computable=False)]
    clerk = make_account(Role.ENTRY, *areas)
    unit = make_unit(make_form("f", *indicators, due_after=20), *areas, code="u", clerk=clerk)
    opened = open_return(unit=unit, period=CLOSED, actor=TESTER)
    cells = list(opened.cells.values_list("indicator__code", "area__code", "measure"))
    assert cells == [
        ("TAX", "A", "value"),
        ("TAX", "A", "growth"),
        ("TAX", "B", "value"),
        ("TAX", "B", "growth"),
        ("INV", "A", "growth"),
        ("INV", "B", "growth"),
    ]
    assert (opened.opens_on, opened.due_on) == (date(2026, 1, 1), date(2026, 1, 20))
    item = InboxItem.objects.get()
    assert (item.recipient, item.kind, item.due_on) == (clerk, InboxKind.FILL, opened.due_on)
    assert AuditEntry.objects.get(action=AuditAction.OPENED).object_key == "f/u/2025-Q4"


def test_opening_again_gives_the_return_there_is() -> None:
    unit = make_unit(make_form("f", make_indicator("TAX")), make_area("A"))
    first = open_return(unit=unit, period=CLOSED, actor=TESTER)
    assert open_return(unit=unit, period=CLOSED, actor=TESTER) == first
    assert first.cells.count() == 2
    assert AuditEntry.objects.filter(action=AuditAction.OPENED).count() == 1


def test_every_reason_against_opening_is_named() -> None:
    area = make_area("A")
    unit = make_unit(make_form("f", frequency="quarter"), area)
    running = Period.parse(str(timezone.localdate().year))
    assert refusals_of(unit, running) == ["wrong_frequency", "period_not_over", "no_indicators"]


def test_closed_forms_and_units_open_nothing() -> None:
    unit = make_unit(make_form("f", make_indicator("TAX")), make_area("A"))
    unit.is_active = False
    save_unit(unit=unit, areas=list(unit.areas.all()), actor=TESTER)
    assert refusals_of(unit) == ["unit_closed"]
    unit.form.is_active = False
    save_form(form=unit.form, actor=TESTER)
    assert refusals_of(unit) == ["form_closed", "unit_closed"]
    assert open_due_returns(today=date(2021, 1, 5)) == (0, [])


def test_one_figure_is_filled_in_at_one_place() -> None:
    area, tax = make_area("A"), make_indicator("TAX")
    unit = make_unit(make_form("f", tax), area)
    open_return(unit=unit, period=CLOSED, actor=TESTER)
    unit.is_active = False
    save_unit(unit=unit, areas=[area], actor=TESTER)
    other = make_unit(make_form("g", tax), area)
    assert refusals_of(other) == ["overlap"]
    assert open_return(unit=other, period=CLOSED.previous(), actor=TESTER).pk


@pytest.mark.parametrize(("day", "opened"), [(date(2020, 4, 4), 0), (date(2020, 4, 5), 1), (date(2020, 7, 5), 1)])
def test_the_schedule_opens_from_the_opening_day_on(day: date, opened: int) -> None:
    make_unit(make_form("f", make_indicator("TAX"), opens_after=5), make_area("A"))
    assert open_due_returns(today=day) == (opened, [])
    assert open_due_returns(today=day) == (0, [])
    assert Return.objects.count() == opened


def test_a_form_that_opens_at_once_does_not_open_before_its_period_is_over() -> None:
    make_unit(make_form("f", make_indicator("TAX"), opens_after=0), make_area("A"))
    assert open_due_returns(today=date(2020, 3, 31)) == (0, [])
    assert open_due_returns(today=date(2020, 4, 1)) == (1, [])


def test_what_hinders_one_unit_does_not_keep_the_others_waiting() -> None:
    area, tax = make_area("A"), make_indicator("TAX")
    make_unit(make_form("a", frequency="quarter"), area)
    make_unit(make_form("b", tax), area)
    opened, hindered = open_due_returns(today=date(2020, 4, 5))
    assert opened == 1
    assert [text for text in hindered if text.startswith("a A 2020-Q1：报表“a”还没有指标")]


def test_the_builder_opens_for_today() -> None:
    opened = open_now(make_unit(make_form("f", make_indicator("TAX")), make_area("A")), "2025-Q4")
    assert opened.window.opens_on <= timezone.localdate() <= opened.window.closes_on
    assert opened.extended_until == timezone.localdate() + timedelta(days=7)


@pytest.mark.parametrize(
    ("day", "periods"), [(date(2020, 7, 29), ["2020-Q1", "2020-Q2"]), (date(2020, 7, 30), ["2020-Q2"])]
)
def test_a_new_unit_gets_the_newest_period_and_what_may_still_be_handed_in(day: date, periods: list[str]) -> None:
    make_unit(make_form("f", make_indicator("TAX"), due_after=120), make_area("A"))
    assert open_due_returns(today=day) == (len(periods), [])
    assert list(Return.objects.order_by("period").values_list("period", flat=True)) == periods


def test_no_return_is_open_without_the_default_rules() -> None:
    unit = make_unit(make_form("f", make_indicator("TAX")), make_area("A"))
    assert not CheckRule.objects.exists()
    open_return(unit=unit, period=Period.parse("2026-Q1"), actor=TESTER)
    assert CheckRule.objects.filter(kind="blank", severity="mandatory").exists()


def test_an_area_that_had_ended_is_not_asked_about() -> None:
    ended, there = make_area("OLD", valid_until=date(2020, 12, 31)), make_area("NEW")
    unit = make_unit(make_form("f", make_indicator("TAX")), ended, there, code="u")
    opened = open_return(unit=unit, period=Period.parse("2026-Q1"), actor=TESTER)
    assert set(opened.cells.values_list("area__code", flat=True)) == {"NEW"}


def test_a_unit_is_opened_as_it_is_now() -> None:
    unit = make_unit(make_form("f", make_indicator("TAX")), make_area("A"))
    FormUnit.objects.update(is_active=False)
    with pytest.raises(ReturnRefusedError) as refusal:
        open_return(unit=unit, period=Period.parse("2026-Q1"), actor=TESTER)
    assert [each.code for each in refusal.value.refusals] == ["unit_closed"]
