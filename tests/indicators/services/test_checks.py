"""Rules are changed through one service: with words for what does not fit, an audit entry, and never overwritten."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from indicators.choices import AuditAction
from indicators.domain.periods import Period
from indicators.models import AuditEntry, CheckRule
from indicators.queries.checks import rules_for
from indicators.services.checks import ensure_default_rules, save_rule
from tests.builders import TESTER, make_indicator

pytestmark = pytest.mark.django_db

DEFAULTS = ["blank", "digits", "cumulative", "jump", "partition", "published_growth", "missing"]


def new_rule(**fields: object) -> CheckRule:
    defaults = {"code": "r", "name": "规则", "kind": "range", "severity": "verify", "lower": Decimal(0)}
    return CheckRule(**{**defaults, **fields})


def test_a_rule_is_stored_with_its_audit_entry() -> None:
    save_rule(rule=new_rule(), actor=TESTER, reason="试行")
    entry = AuditEntry.objects.get(object_type="checkrule")
    assert (entry.action, entry.object_key, entry.reason) == (AuditAction.CREATED, "r", "试行")
    assert (entry.new["kind"], entry.new["lower"], entry.new["upper"]) == ("range", "0", None)


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"code": "number"}, "code", "内置规则"),
        ({"lower": None}, "lower", "至少填一个"),
        ({"lower": Decimal(2), "upper": Decimal(1)}, "upper", "上限不能小于下限"),
        ({"kind": "jump", "lower": None}, "threshold", "离差倍数"),
        ({"kind": "partition", "lower": None, "threshold": Decimal(0)}, "threshold", "百分之几"),
        ({"kind": "blank"}, "lower", "不用这一项"),
        ({"kind": "nonsense"}, "kind", "nonsense"),
        ({"valid_from": date(2024, 2, 1), "valid_until": date(2024, 1, 1)}, "__all__", "停用日不能早于启用日"),
    ],
)
def test_what_does_not_fit_is_refused_in_words_and_nothing_is_stored(
    fields: dict[str, object], field: str, words: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        save_rule(rule=new_rule(**fields), actor=TESTER)
    assert words in "".join(refused.value.message_dict[field])
    assert not CheckRule.objects.exists()
    assert not AuditEntry.objects.filter(object_type="checkrule").exists()


def test_a_rule_that_could_never_speak_about_its_indicator_is_refused() -> None:
    stock = make_indicator("X", kind="stock")
    with pytest.raises(ValidationError) as refused:
        save_rule(rule=new_rule(kind="cumulative", lower=None, indicator=stock), actor=TESTER)
    assert "不是累计量" in refused.value.message_dict["indicator"][0]


@pytest.mark.parametrize(("field", "value"), [("code", "other"), ("kind", "blank")])
def test_code_and_kind_are_fixed_once_stored(field: str, value: str) -> None:
    made = new_rule()
    save_rule(rule=made, actor=TESTER)
    setattr(made, field, value)
    made.lower = None if value == "blank" else made.lower
    with pytest.raises(ValidationError) as refused:
        save_rule(rule=made, actor=TESTER)
    assert refused.value.message_dict == {field: ["保存后不能再改，请另建"]}


def test_a_rule_ends_by_its_last_day() -> None:
    made = new_rule()
    save_rule(rule=made, actor=TESTER)
    made.valid_until = date(2024, 3, 31)
    save_rule(rule=made, actor=TESTER, reason="口径变化")
    assert [rule.code for rule in rules_for(Period.parse("2024-Q1"))] == ["r"]
    assert not rules_for(Period.parse("2024-Q2"))
    assert AuditEntry.objects.get(reason="口径变化").new == {"valid_until": "2024-03-31"}


def test_default_rules_are_created_once_and_never_overwritten() -> None:
    assert ensure_default_rules(actor=TESTER) == DEFAULTS
    jump = CheckRule.objects.get(code="jump")
    jump.threshold = Decimal(8)
    save_rule(rule=jump, actor=TESTER)
    assert ensure_default_rules(actor=TESTER) == []
    assert CheckRule.objects.get(code="jump").threshold == 8
    assert {rule.code for rule in CheckRule.objects.filter(severity="mandatory")} == {"blank"}
    assert sorted(rule.code for rule in rules_for(Period.parse("2024-Q1"))) == sorted(DEFAULTS)


def test_a_default_rule_is_added_beside_those_there_are() -> None:
    save_rule(rule=new_rule(code="jump", name="自定"), actor=TESTER)
    assert ensure_default_rules(actor=TESTER) == [code for code in DEFAULTS if code != "jump"]
    assert CheckRule.objects.get(code="jump").name == "自定"
