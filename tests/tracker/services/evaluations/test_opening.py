"""Opening and changing rounds: every refusal by field, and what a change does."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from indicators.choices import Role
from indicators.models import AuditEntry, User
from indicators.services.audit import Actor
from tests.admin_clients import account_of
from tests.builders import TESTER, make_area
from tests.evaluation_builders import C16, give_facts, huangyan, make_enterprise, make_round, make_scheme
from tracker.models import Round, Scheme
from tracker.services.evaluations.opening import change_round, open_round
from tracker.services.evaluations.posting import post_facts
from tracker.services.evaluations.rounds import lock_round, unlock_round
from tracker.services.evaluations.scoring import score_round

__all__ = ["account_of"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def above() -> Scheme:
    return make_scheme()


def opened(*schemes: Scheme, **given: Any) -> Round:
    content = {"code": "XT-2022", "name": "2022年评价", "year": 2022, "trial": False, "actor": TESTER, **given}
    return open_round(schemes=schemes, **content)


def test_a_round_is_opened_with_its_schemes(above: Scheme) -> None:
    made = opened(above, make_scheme(huangyan("small", size_class="below")), code=" XT-2022 ", trial=True)
    assert (made.code, made.state, made.trial) == ("XT-2022", "collecting", True)
    assert sorted(made.schemes.values_list("code", flat=True)) == ["huangyan", "small"]
    entry = AuditEntry.objects.get(object_type="round", object_key="XT-2022")
    assert entry.new == {"name": "2022年评价", "year": 2022, "trial": True, "schemes": "huangyan small"}


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"code": "TAKEN"}, "code", "已存在"),
        ({"code": ""}, "code", "不能为空"),
        ({"code": "有 空格"}, "code", "代码"),
        ({"name": " "}, "name", "不能为空"),
        ({"year": 1}, "year", "四位年份"),
        ({"year": 2023}, "schemes", "标准“huangyan”是 2022 年的，批次是 2023 年"),
    ],
)
def test_every_field_is_refused_by_name(above: Scheme, given: dict[str, Any], field: str, said: str) -> None:
    make_round("TAKEN", above)
    with pytest.raises(ValidationError) as refused:
        opened(above, **given)
    assert said in "；".join(refused.value.message_dict[field])
    assert Round.objects.count() == 1


def test_schemes_are_refused_with_every_reason(above: Scheme) -> None:
    make_round("TAKEN", above)
    second, old = make_scheme(huangyan("second")), make_scheme(huangyan("old", year=2021, size_class="below"))
    with pytest.raises(ValidationError) as refused:
        opened(above, second, old, code="TAKEN")
    assert refused.value.message_dict["schemes"] == [
        "标准“old”是 2021 年的，批次是 2022 年",
        "标准“second”与“huangyan”规模相同，一个批次每种规模只用一个",
    ]
    assert "code" in refused.value.message_dict


def test_a_round_needs_a_scheme_that_is_there(above: Scheme) -> None:
    with pytest.raises(ValidationError, match="每种规模一个"):
        opened()
    gone = make_scheme(huangyan("gone", size_class="below"))
    Scheme.objects.filter(code="gone").delete()
    with pytest.raises(ValidationError, match="没有代码为“gone”的标准"):
        opened(above, gone)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PUBLISHER])
def test_only_a_publisher_opens_or_changes(above: Scheme, account_of: Callable[..., User], role: Role) -> None:
    actor = Actor.of(account_of(role))
    with pytest.raises(ValidationError, match="审定发布岗"):
        opened(above, actor=actor)
    with pytest.raises(ValidationError, match="审定发布岗"):
        change_round(round=opened(above), name="甲", schemes=[above], trial=False, actor=actor)


def test_other_schemes_take_the_provisional_cards_away(above: Scheme) -> None:
    give_facts(make_enterprise(1, make_area("park-a")), **C16)
    made = opened(above)
    score_round(round=made, actor=TESTER)
    change_round(round=made, name="改名", schemes=[above], trial=True, actor=TESTER)
    assert made.cards.count() == 1
    second = make_scheme(huangyan("second"))
    changed = change_round(round=made, name="改名", schemes=[second], trial=True, actor=TESTER, reason="换标准")
    assert (made.cards.count(), changed.counts, changed.scored_at) == (0, {}, None)
    entry = AuditEntry.objects.filter(object_type="round").latest("pk")
    assert (entry.old, entry.new, entry.reason) == ({"schemes": "huangyan"}, {"schemes": "second"}, "换标准")


def test_the_same_content_is_no_change(above: Scheme) -> None:
    made = opened(above)
    before = AuditEntry.objects.count()
    change_round(round=made, name=made.name, schemes=[above], trial=False, actor=TESTER)
    assert AuditEntry.objects.count() == before


def test_a_round_changes_only_while_it_collects(above: Scheme) -> None:
    give_facts(make_enterprise(1, make_area("park-a")), **C16)
    made = opened(above)
    lock_round(round=made, actor=TESTER)
    with pytest.raises(ValidationError, match="只有收集数据中的批次可以修改"):
        change_round(round=made, name="改名", schemes=[above], trial=False, actor=TESTER)
    unlock_round(round=made, actor=TESTER, reason="改名")
    assert change_round(round=made, name="改名", schemes=[above], trial=False, actor=TESTER).name == "改名"


def test_a_form_opened_before_anothers_change_stores_nothing(above: Scheme, account_of: Callable[..., User]) -> None:
    firm, made = make_enterprise(1, make_area("430300")), opened(above)
    first = Actor.of(account_of(Role.PUBLISHER))
    change_round(round=made, name="甲", schemes=[above], trial=False, actor=first, seen=made.changes)
    post_facts(round=made, rows=[{"enterprise": firm.code, "tax": "1"}], user=account_of(Role.EVALUATION))
    with pytest.raises(ValidationError) as refused:
        change_round(round=made, name="乙", schemes=[above], trial=True, actor=TESTER, seen=made.changes)
    [said] = refused.value.messages
    assert said.startswith(f"{first.name} 于 "), "who posted facts did not change the round"
    assert said.endswith("改动过这个批次，您打开的页面还是改动之前的；没有存入任何内容，请重新打开后再改")
    made.refresh_from_db()
    assert (made.name, made.trial) == ("甲", False)
    change_round(round=made, name="乙", schemes=[above], trial=True, actor=TESTER, seen=made.changes)
    made.refresh_from_db()
    assert (made.name, made.trial) == ("乙", True)


def test_a_round_locked_meanwhile_says_both_reasons(above: Scheme) -> None:
    give_facts(make_enterprise(1, make_area("park-a")), **C16)
    made = opened(above)
    lock_round(round=made, actor=TESTER)
    with pytest.raises(ValidationError) as refused:
        change_round(round=made, name="乙", schemes=[above], trial=False, actor=TESTER, seen=made.changes)
    assert ["已锁定" in each or "改动过" in each for each in refused.value.messages] == [True, True]
