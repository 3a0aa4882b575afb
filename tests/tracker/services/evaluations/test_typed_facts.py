"""Facts typed for one firm and year: the gate, versions, staleness, second looks."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from indicators.choices import Role
from indicators.models import AuditEntry, User
from indicators.services.audit import Actor
from tests.admin_clients import account_of
from tests.builders import TESTER, make_area
from tests.evaluation_builders import C16, give_facts, make_enterprise, make_round, make_scheme
from tracker.models import Enterprise, EnterpriseFact, EnterpriseTax
from tracker.queries.evaluations.typed_year import year_content
from tracker.services.evaluations.rounds import lock_round, unlock_round
from tracker.services.evaluations.typed_facts import StaleYearError, TypedTax, UnconfirmedError, type_facts

__all__ = ["account_of"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def firm() -> Enterprise:
    return make_enterprise(1, make_area("430300", name="湘潭市", kind="city"))


def tax(component: str, amount: str = "", source: str = "") -> TypedTax:
    return TypedTax(component=component, amount=amount, source=source)


def typed(
    firm: Enterprise, facts: Mapping[str, Any] = C16, taxes: Sequence[TypedTax] = (), year: int = 2022, **given: Any
) -> int:
    seen = given.pop("seen", None)
    return type_facts(
        firm=firm,
        year=year,
        facts=facts,
        taxes=taxes,
        seen=year_content(firm, year).versions if seen is None else seen,
        **{"actor": TESTER, "reason": "税务局核实", **given},
    )


def refusal(firm: Enterprise, *args: Any, **given: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        typed(firm, *args, **given)
    return refused.value.message_dict if hasattr(refused.value, "error_dict") else {"": refused.value.messages}


def test_facts_and_taxes_become_versions_with_reason_and_audit(firm: Enterprise) -> None:
    assert typed(firm, C16, [tax("增值税", "5", "税务局"), tax("", "", "")]) == 2
    assert typed(firm, {**C16, "tax": "650"}, [tax("增值税", "6", "税务局")]) == 2
    current = year_content(firm, 2022)
    assert (current.facts or {})["tax"] == 650
    assert (current.taxes, current.versions) == ({"增值税": (Decimal(6), "税务局")}, {"": 1, "增值税": 1})
    entry = AuditEntry.objects.get(object_type="enterprisefact", object_key=f"{firm.code} 2022", action="changed")
    assert (entry.old, entry.new, entry.reason) == (
        {"tax": "600", "增值税": "5 税务局"},
        {"tax": "650", "增值税": "6 税务局"},
        "税务局核实",
    )
    assert {each.audit_entry.reason for each in EnterpriseFact.objects.all()} == {"税务局核实"}


def test_the_same_content_makes_no_version(firm: Enterprise) -> None:
    taxes = [tax("增值税", "5.0")]
    typed(firm, C16, taxes)
    before = AuditEntry.objects.count()
    assert typed(firm, {**C16, "land_owned": "30.000"}, [tax("增值税", "5")], reason="") == 0
    assert (EnterpriseFact.objects.count(), EnterpriseTax.objects.count()) == (1, 1)
    assert AuditEntry.objects.count() == before


def test_an_emptied_cell_is_absent_and_not_zero(firm: Enterprise) -> None:
    typed(firm, C16, [tax("增值税", "5")])
    typed(firm, {**C16, "emissions": ""}, [tax("增值税")])
    current = year_content(firm, 2022)
    assert (current.facts or {})["emissions"] is None
    assert current.taxes == {"增值税": (None, "")}


@pytest.mark.parametrize(
    ("facts", "taxes", "field", "said"),
    [
        ({"land_owned": "-1"}, [], "land_owned", "“自有用地”不能为负"),
        ({"staff": "1e3"}, [], "staff", "不是普通的十进制数"),
        ({"tax": "１２"}, [], "tax", "不是普通的十进制数"),
        ({"revenue": "1" * 16}, [], "revenue", "位数过多"),
        ({"size_class": "huge"}, [], "size_class", "“当年规模”应为"),
        ({"promotion": "a\0b"}, [], "promotion", "空字符"),
        ({"promotion": "长" * 65}, [], "promotion", "最长 64 个字符"),
        ({}, [tax("", "5")], "tax_0_component", "请写明税种"),
        ({}, [tax("增值税", "5"), tax("增值税", "6")], "tax_1_component", "税种“增值税”重复"),
        ({}, [tax("增值税", "五")], "tax_0_amount", "不是普通的十进制数"),
        ({}, [tax("税" * 65, "5")], "tax_0_component", "最长 64 个字符"),
        ({}, [tax("增值税", "5", "源" * 201)], "tax_0_source", "最长 200 个字符"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    firm: Enterprise, facts: dict[str, Any], taxes: list[TypedTax], field: str, said: str
) -> None:
    assert said in refusal(firm, {**C16, **facts}, taxes)[field][0]
    assert not EnterpriseFact.objects.exists()
    assert not EnterpriseTax.objects.exists()


def test_all_faults_at_once_and_a_reason_is_needed(firm: Enterprise) -> None:
    assert set(refusal(firm, {**C16, "staff": "x", "energy": "-1"}, [tax("", "1")])) == {
        "staff",
        "energy",
        "tax_0_component",
    }
    assert refusal(firm, reason=" ") == {"reason": ["须写明理由或数据来源"]}


def test_a_refund_is_negative(firm: Enterprise) -> None:
    assert typed(firm, {**C16, "tax": "-3"}, [tax("增值税", "-3")]) == 2


def test_a_locked_year_is_refused_with_every_reason_and_open_again_taken(firm: Enterprise) -> None:
    typed(firm)
    typed(firm, year=2023)
    scheme = make_scheme()
    rounds = [make_round(f"R{year}", scheme, year=year, name=f"{year}年评价") for year in (2022, 2023)]
    for round in rounds:
        lock_round(round=round, actor=TESTER)
    assert refusal(firm, {**C16, "tax": "1"})[""] == [
        "“2022年评价”已锁定，2022 年的数据不再变动",
        "“2023年评价”已锁定，2022 年的数据作为其上年数不再变动",
    ]
    for round in rounds:
        unlock_round(round=round, actor=TESTER, reason="更正")
    assert typed(firm, {**C16, "tax": "601"}) == 1


def test_a_trial_round_locks_nobody_out(firm: Enterprise) -> None:
    typed(firm)
    lock_round(round=make_round("R2022", make_scheme(), trial=True), actor=TESTER)
    assert typed(firm, {**C16, "tax": "601"}) == 1


@pytest.mark.parametrize("role", list(Role))
def test_roles(firm: Enterprise, account_of: Callable[..., User], role: Role) -> None:
    actor = Actor.of(account_of(role))
    if role in (Role.PUBLISHER, Role.EVALUATION):
        assert typed(firm, actor=actor) == 1
    else:
        assert refusal(firm, actor=actor)[""] == ["年度数据由审定发布岗填写"]


def test_outside_the_areas_nothing_is_stored(firm: Enterprise, account_of: Callable[..., User]) -> None:
    foreign = make_enterprise(2, make_area("430100", kind="city"))
    assert refusal(foreign, actor=Actor.of(account_of(Role.PUBLISHER)))[""] == ["企业不在本账号的地区内"]


def test_a_year_has_four_digits(firm: Enterprise) -> None:
    assert refusal(firm, year=999)[""] == ["年度应为四位年份"]


def test_a_stale_form_is_told_what_changed(firm: Enterprise) -> None:
    typed(firm, C16, [tax("增值税", "5")])
    seen = year_content(firm, 2022).versions
    give_facts(firm, **{**C16, "tax": "650"})
    typed(firm, {**C16, "tax": "650"}, [tax("增值税", "5"), tax("房产税", "1")])
    with pytest.raises(StaleYearError) as stale:
        typed(firm, {**C16, "tax": "640"}, seen=seen)
    assert stale.value.changes == ["税收：600 → 650", "房产税：空 → 1"]
    with pytest.raises(StaleYearError):
        typed(firm, {**C16, "tax": "640"}, seen={})
    assert (year_content(firm, 2022).facts or {})["tax"] == 650


def test_second_looks_are_confirmed_one_by_one(firm: Enterprise) -> None:
    give_facts(firm, 2021, **{**C16, "revenue": "1200"})
    facts = {**C16, "energy": "0"}
    with pytest.raises(UnconfirmedError) as asked:
        typed(firm, facts)
    assert [look.code for look in asked.value.looks] == ["zero_denominator", "tenfold_jump"]
    assert not EnterpriseFact.objects.filter(year=2022).exists()
    with pytest.raises(UnconfirmedError) as asked:
        typed(firm, facts, confirmed=["energy:zero_denominator"])
    assert [look.field for look in asked.value.looks] == ["revenue"]
    assert typed(firm, facts, confirmed=["energy:zero_denominator", "revenue:tenfold_jump"]) == 1
    assert typed(firm, {**facts, "tax": "601"}) == 1  # what was confirmed is not asked again
