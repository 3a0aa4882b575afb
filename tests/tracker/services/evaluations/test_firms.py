"""Firms: code with its check character, places inside the account's areas, reasons and old values in the audit."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from indicators.choices import Role
from indicators.models import Area, AuditEntry, User
from indicators.services.audit import Actor
from tests.admin_clients import account_of
from tests.builders import TESTER, make_area
from tests.evaluation_builders import C16, enterprise_code, give_facts, make_enterprise, make_round, make_scheme
from tracker.models import Enterprise
from tracker.queries.evaluations.newest_changes import firm_version
from tracker.services.evaluations.firms import add_firm, change_firm
from tracker.services.evaluations.rounds import lock_round, publish_round, unlock_round
from tracker.services.evaluations.scoring import score_round

__all__ = ["account_of"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Area:
    return make_area("430300", name="湘潭市", kind="city")


@pytest.fixture
def publisher(city: Area, account_of: Callable[..., User]) -> Actor:
    return Actor.of(account_of(Role.PUBLISHER))


def firm_in(area: Area, **given: Any) -> Enterprise:
    return Enterprise(**{"code": enterprise_code(1), "name": "甲厂", "area": area, "size_class": "above", **given})


def refusal(service: Callable[..., None], **given: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        service(**given)
    return refused.value.message_dict if hasattr(refused.value, "error_dict") else {"": refused.value.messages}


def test_a_firm_is_added_with_its_audit_entry(city: Area, publisher: Actor) -> None:
    add_firm(firm=firm_in(city, park=make_area("park-a", parent=city)), actor=publisher)
    stored = Enterprise.objects.get()
    entry = AuditEntry.objects.get(object_type="enterprise")
    assert (entry.object_key, entry.new["name"], entry.new["park"]) == (stored.code, "甲厂", "park-a")


@pytest.mark.parametrize(
    ("given", "field", "said", "note"),
    [
        ({"code": "91350100M000100Y44"}, "code", "校验码应为 3", "GB 32100-2015"),
        ({"code": "91350100M000100YI3"}, "code", "不是统一社会信用代码", "I is no sign of a code"),
        ({"code": ""}, "code", "不能为空", ""),
        ({"code": enterprise_code(5)}, "code", "已存在", "taken"),
        ({"name": ""}, "name", "不能为空", ""),
        ({"size_class": "huge"}, "size_class", "", ""),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    city: Area, publisher: Actor, given: dict[str, Any], field: str, said: str, note: str
) -> None:
    make_enterprise(5, city)
    faults = refusal(add_firm, firm=firm_in(city, **given), actor=publisher)
    assert said in "；".join(faults[field]), note
    assert Enterprise.objects.count() == 1


def test_places_lie_inside_the_areas_of_the_account(city: Area, publisher: Actor) -> None:
    other = make_area("430100", name="长沙市", kind="city")
    faults = refusal(add_firm, firm=firm_in(other, park=other), actor=publisher)
    assert faults == {"area": ["不在本账号的地区内"], "park": ["不在本账号的地区内"]}
    foreign = make_enterprise(2, other)
    foreign.name = "改"
    assert "不在本账号的地区内" in refusal(change_firm, firm=foreign, actor=publisher, reason="x")["area"]
    add_firm(firm=firm_in(other), actor=TESTER)  # a command has no areas


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PUBLISHER])
def test_only_a_publisher_keeps_firms(city: Area, account_of: Callable[..., User], role: Role) -> None:
    assert "审定发布岗" in refusal(add_firm, firm=firm_in(city), actor=Actor.of(account_of(role)))[""][0]
    firm = make_enterprise(1, city)
    assert (
        "审定发布岗"
        in refusal(change_firm, firm=firm, actor=Actor(name="x", user=User.objects.get()), reason="x")[""][0]
    )


def test_a_change_has_a_reason_and_keeps_old_and_new(city: Area, publisher: Actor) -> None:
    firm = make_enterprise(1, city)
    firm.name = "新名"
    assert refusal(change_firm, firm=firm, actor=publisher, reason=" ") == {"reason": ["修改企业须写明理由"]}
    change_firm(firm=firm, actor=publisher, reason="更名")
    entry = AuditEntry.objects.filter(object_type="enterprise").latest("pk")
    assert (entry.old, entry.new, entry.reason) == ({"name": "企业1"}, {"name": "新名"}, "更名")
    before = AuditEntry.objects.count()
    change_firm(firm=firm, actor=publisher, reason="")  # nothing changes
    assert AuditEntry.objects.count() == before


def test_the_code_is_fixed_once_there_are_facts(city: Area, publisher: Actor) -> None:
    firm = make_enterprise(1, city)
    firm.code = enterprise_code(2)
    change_firm(firm=firm, actor=publisher, reason="录错")
    give_facts(firm, **C16)
    firm.code = enterprise_code(3)
    assert refusal(change_firm, firm=firm, actor=publisher, reason="录错") == {"code": ["已有年度数据，代码不能再改"]}


def test_while_a_round_is_locked_only_the_name_changes(city: Area, publisher: Actor) -> None:
    firm = make_enterprise(1, city)
    give_facts(firm, **C16)
    round = make_round("R2022", make_scheme(), name="2022年评价")
    lock_round(round=round, actor=TESTER)
    firm.industry = "食品"
    faults = refusal(change_firm, firm=firm, actor=publisher, reason="归类")
    assert "“2022年评价”已锁定、尚未发布" in faults["__all__"][0]
    firm.industry, firm.name = "", "新名"
    change_firm(firm=firm, actor=publisher, reason="更名")
    unlock_round(round=round, actor=TESTER, reason="归类")
    firm.industry = "食品"
    change_firm(firm=firm, actor=publisher, reason="归类")
    lock_round(round=round, actor=TESTER)
    score_round(round=round, actor=TESTER)
    publish_round(round=round, actor=TESTER)
    firm.industry = "机械"
    change_firm(firm=firm, actor=publisher, reason="归类")  # the cards keep the firm as it was
    assert round.cards.get().inputs["firm"]["industry"] == "食品"


def test_a_form_opened_before_anothers_change_stores_nothing(
    city: Area, publisher: Actor, account_of: Callable[..., User]
) -> None:
    add_firm(firm=firm_in(city), actor=publisher)
    firm, late = Enterprise.objects.get(), Enterprise.objects.get()
    seen = firm_version(firm)
    assert seen > 0
    firm.name = "乙厂"
    change_firm(firm=firm, actor=publisher, reason="更名", seen=seen)
    late.industry = "食品"
    [said] = refusal(change_firm, firm=late, actor=TESTER, reason="核对", seen=seen)["__all__"]
    assert said.startswith(publisher.name)
    assert said.endswith("改动过这户企业，您打开的页面还是改动之前的；没有存入任何内容，请重新打开后再改")
    assert Enterprise.objects.values_list("name", "industry").get() == ("乙厂", "")
    again = Enterprise.objects.get()
    again.industry = "食品"
    change_firm(firm=again, actor=TESTER, reason="核对", seen=firm_version(again))
    assert Enterprise.objects.values_list("name", "industry").get() == ("乙厂", "食品")


def test_another_code_is_a_change_and_facts_are_none(city: Area) -> None:
    make_enterprise(1, city)
    firm, late = Enterprise.objects.get(), Enterprise.objects.get()
    firm.code = enterprise_code(2)
    change_firm(firm=firm, actor=TESTER, reason="录错", seen=0)
    late.name = "丙厂"
    assert "这户企业" in refusal(change_firm, firm=late, actor=TESTER, reason="更名", seen=0)["__all__"][0]
    seen = firm_version(firm)
    give_facts(firm, **C16)
    assert firm_version(firm) == seen
