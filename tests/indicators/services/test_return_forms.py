"""Forms and units: fixed once stored, one figure at one unit, versions that count, people who can do the work."""

import pytest
from django.core.exceptions import ValidationError

from indicators.choices import Role
from indicators.domain.periods import Period
from indicators.models import AuditEntry, FormItem, FormUnit, ReturnForm
from indicators.services.returns.forms import delete_item, save_form, save_item, save_unit
from indicators.services.returns.opening import open_return
from tests.builders import TESTER, make_area, make_indicator
from tests.return_builders import make_account, make_department, make_form, make_unit

pytestmark = pytest.mark.django_db


def faults_of(error: pytest.ExceptionInfo[ValidationError]) -> list[str]:
    return list(error.value.error_dict)


@pytest.mark.parametrize("first", ["2026", "2026-01", "2026-Q5", "soon"])
def test_the_first_period_must_be_one_of_the_frequency(first: str) -> None:
    with pytest.raises(ValidationError) as error:
        make_form("f", starts_with=first)
    assert faults_of(error) == ["starts_with"]


@pytest.mark.parametrize(("field", "value"), [("code", "g"), ("frequency", "year")])
def test_code_and_frequency_are_fixed(field: str, value: str) -> None:
    form = make_form("f", starts_with="2026-Q1")
    setattr(form, field, value)
    if field == "frequency":
        form.starts_with = "2026"
    with pytest.raises(ValidationError) as error:
        save_form(form=form, actor=TESTER)
    assert faults_of(error) == [field]


def test_a_deadline_before_the_opening_day_is_refused() -> None:
    with pytest.raises(ValidationError, match="截止日不能早于开放日"):
        make_form("f", opens_after=10, due_after=9)
    assert make_form("g", opens_after=9, due_after=9).pk


def test_an_indicator_of_another_frequency_is_refused() -> None:
    form = make_form("f")
    with pytest.raises(ValidationError) as error:
        save_item(item=FormItem(form=form, indicator=make_indicator("Y", frequency="year")), actor=TESTER)
    assert faults_of(error) == ["indicator"]


def test_where_only_growth_is_published_no_value_is_asked_for() -> None:
    form = make_form("f", make_indicator("INV", kind="growth_only", growth_computable=False), asks_growth=False)
    item = form.items.get()
    assert (item.asks_value, item.asks_growth) == (False, True)


def test_indicators_and_areas_make_a_new_version_and_a_name_does_not() -> None:
    tax = make_indicator("TAX")
    form = make_form("f", tax)
    assert form.version == 2
    form.name = "新名称"
    save_form(form=form, actor=TESTER)
    unit = make_unit(form, make_area("A"))
    assert form.version == 3
    save_unit(unit=unit, areas=list(unit.areas.all()), actor=TESTER)
    assert form.version == 3
    delete_item(item=form.items.get(), actor=TESTER)
    assert ReturnForm.objects.get().version == form.version == 4


def test_a_version_counts_on_where_another_has_counted_meanwhile() -> None:
    form = make_form("f")
    mine, theirs = ReturnForm.objects.get(), ReturnForm.objects.get()
    save_item(item=FormItem(form=theirs, indicator=make_indicator("A1")), actor=TESTER)
    save_item(item=FormItem(form=mine, indicator=make_indicator("A2")), actor=TESTER)
    form.refresh_from_db()
    assert form.version == 3


def test_an_open_return_keeps_the_cells_it_was_laid_out_with() -> None:
    form = make_form("f", make_indicator("TAX"))
    opened = open_return(unit=make_unit(form, make_area("A")), period=Period.parse("2025-Q4"), actor=TESTER)
    save_item(item=FormItem(form=form, indicator=make_indicator("NEW")), actor=TESTER)
    delete_item(item=form.items.get(indicator__code="TAX"), actor=TESTER)
    assert set(opened.cells.values_list("indicator__code", flat=True)) == {"TAX"}


def test_a_unit_with_its_areas_is_in_the_audit() -> None:
    make_unit(make_form("f"), make_area("A"), make_area("B"), code="u")
    entries = AuditEntry.objects.filter(object_type="formunit", object_key="f/u").order_by("pk")
    assert [entry.new for entry in entries][1] == {"areas": ["A", "B"]}


def test_a_unit_without_areas_is_refused() -> None:
    with pytest.raises(ValidationError) as error:
        save_unit(unit=FormUnit(form=make_form("f"), code="u", name="u"), areas=[], actor=TESTER)
    assert faults_of(error) == ["areas"]


@pytest.mark.parametrize(
    ("field", "role", "fault"),
    [
        ("clerk", Role.REVIEWER, "填报岗账号"),
        ("reviewer", Role.ENTRY, "审核岗账号"),
        ("clerk", Role.ENTRY, "不在“somebody”的范围内"),
        ("reviewer", Role.REVIEWER, "不在“somebody”的范围内"),
    ],
)
def test_who_is_responsible_has_the_role_and_the_areas(field: str, role: str, fault: str) -> None:
    bureau = make_department("税务局")
    person = make_account(role, make_area("elsewhere"), department=bureau, username="somebody")
    with pytest.raises(ValidationError) as error:
        make_unit(make_form("f"), make_area("A"), department=bureau, **{field: person})
    assert faults_of(error) == [field]
    assert fault in error.value.messages[0]
    assert not FormUnit.objects.exists()


def test_a_clerk_of_another_department_is_refused() -> None:
    area = make_area("A")
    person = make_account(Role.ENTRY, area, department=make_department("统计局"))
    with pytest.raises(ValidationError) as error:
        make_unit(make_form("f"), area, department=make_department("税务局"), clerk=person)
    assert faults_of(error) == ["clerk"]


def test_one_figure_belongs_to_one_unit_whichever_way_it_comes_to_two() -> None:
    area, tax, other = make_area("A"), make_indicator("TAX"), make_indicator("OTHER")
    make_unit(make_form("f", tax), area)
    with pytest.raises(ValidationError, match="一个数只能由一个单位填报"):
        make_unit(make_form("g", tax), area)  # by a unit
    late = make_form("h", other)
    make_unit(late, area)
    with pytest.raises(ValidationError, match="一个数只能由一个单位填报"):
        save_item(item=FormItem(form=late, indicator=tax), actor=TESTER)  # by an indicator
    unit = FormUnit(form=make_form("i", tax), code="u", name="u", is_active=False)
    save_unit(unit=unit, areas=[area], actor=TESTER)
    unit.is_active = True
    with pytest.raises(ValidationError, match="一个数只能由一个单位填报"):
        save_unit(unit=unit, areas=[area], actor=TESTER)  # by waking a unit


def test_a_form_that_wakes_up_may_not_ask_what_another_asks_meanwhile() -> None:
    area, tax = make_area("A"), make_indicator("TAX")
    asleep = make_form("f", tax)
    make_unit(asleep, area)
    asleep.is_active = False
    save_form(form=asleep, actor=TESTER)
    make_unit(make_form("g", tax), area)
    asleep.is_active = True
    with pytest.raises(ValidationError, match="一个数只能由一个单位填报"):
        save_form(form=asleep, actor=TESTER)
    assert not ReturnForm.objects.get(code="f").is_active


def test_the_units_of_a_closed_form_can_still_be_kept() -> None:
    area, tax = make_area("A"), make_indicator("TAX")
    unit = make_unit(make_form("f", tax), area)
    unit.form.is_active = False
    save_form(form=unit.form, actor=TESTER)
    make_unit(make_form("g", tax), area)
    unit.name = "新名称"
    save_unit(unit=unit, areas=[area], actor=TESTER)
    assert FormUnit.objects.get(form__code="f").name == "新名称"
