"""Rules in the admin: kept by publishers, seen by who works with returns, tried out on published figures."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.admin.check_words import KIND_HELP
from indicators.admin.checks import CheckRuleAdmin
from indicators.choices import AuditAction, CheckKind, Role
from indicators.models import AuditEntry, CheckRule, Indicator, Observation
from indicators.services.checks import ensure_default_rules, save_rule
from tests.builders import TESTER

URL = "/admin/indicators/checkrule/"
RANGE = {"code": "growth-range", "name": "增速范围", "kind": "range", "severity": "verify", "measure": "growth"}


@pytest.fixture
def publisher(demo: None, client_of: Callable[..., Client]) -> Client:
    return client_of(Role.PUBLISHER)


@pytest.fixture
def jump(db: None) -> CheckRule:
    indicator = Indicator.objects.get(code="GDP")
    rule = CheckRule(
        code="gdp-jump", name="GDP 异动", kind="jump", severity="verify", indicator=indicator, threshold=Decimal(2)
    )
    save_rule(rule=rule, actor=TESTER)
    return rule


def errors_of(response: object) -> dict[str, list[str]]:
    return response.context["adminform"].form.errors  # type: ignore[attr-defined]


def test_every_kind_is_explained() -> None:
    assert set(KIND_HELP) == set(CheckKind.values)
    assert set(CheckRuleAdmin.conditional_fields) == {"lower", "upper", "threshold", "digits"}


def test_a_rule_is_added_through_the_service(publisher: Client) -> None:
    response = publisher.post(f"{URL}add/", {**RANGE, "lower": "-100", "upper": "100", "reason": "试行"})
    assert response.status_code == 302
    entry = AuditEntry.objects.order_by("-pk").first()
    assert (entry.action, entry.object_key, entry.reason) == (AuditAction.CREATED, "growth-range", "试行")
    assert CheckRule.objects.get(code="growth-range").upper == 100


def test_what_was_typed_for_another_kind_before_is_dropped(publisher: Client) -> None:
    response = publisher.post(f"{URL}add/", {**RANGE, "lower": "0", "threshold": "5", "digits": "2"})
    assert response.status_code == 302
    made = CheckRule.objects.get(code="growth-range")
    assert (made.lower, made.threshold, made.digits) == (0, None, None)


def test_what_the_service_refuses_stands_at_the_field(publisher: Client) -> None:
    response = publisher.post(f"{URL}add/", RANGE)
    assert errors_of(response) == {"lower": ["下限和上限至少填一个"]}
    assert not CheckRule.objects.exists()
    assert "code" in errors_of(publisher.post(f"{URL}add/", {**RANGE, "code": "number", "lower": "0"}))


def test_a_stored_rule_offers_the_parameters_of_its_kind_without_padding(publisher: Client, jump: CheckRule) -> None:
    page = publisher.get(f"{URL}{jump.pk}/change/")
    form, text = page.context["adminform"].form, page.content.decode()
    shown = {name for _, options in page.context["adminform"].fieldsets for name in options["fields"]}
    assert "threshold" in shown
    assert not {"lower", "upper", "digits"} & shown
    assert not {"code", "kind"} & set(form.fields)
    assert (form.initial["threshold"], form.fields["threshold"].label) == ("2", "容许的离差倍数")
    assert KIND_HELP["jump"] in text
    assert KIND_HELP["range"] not in text


def test_a_rule_is_ended_not_deleted(publisher: Client, jump: CheckRule) -> None:
    data = {"name": jump.name, "severity": "verify", "indicator": jump.indicator_id, "threshold": "2"}
    response = publisher.post(f"{URL}{jump.pk}/change/", {**data, "valid_until": "2025-12-31", "reason": "停用"})
    assert response.status_code == 302
    jump.refresh_from_db()
    assert (jump.valid_until, jump.kind, jump.code) == (date(2025, 12, 31), "jump", "gdp-jump")
    assert publisher.post(f"{URL}{jump.pk}/delete/", {"post": "yes"}).status_code == 403
    assert [each.code for each in publisher.get(f"{URL}?validity=valid").context["cl"].queryset] == []


@pytest.mark.parametrize(
    ("role", "list_status", "add_status", "try_out_status"),
    [
        (Role.PUBLISHER, 200, 200, 200),
        (Role.REVIEWER, 200, 403, 200),
        (Role.ENTRY, 200, 403, 200),
        (Role.ADMIN, 200, 403, 403),
        (Role.VIEWER, 403, 403, 403),
        (Role.AUDITOR, 403, 403, 403),
    ],
)
def test_who_may_look_change_and_try(
    demo: None,
    jump: CheckRule,
    client_of: Callable[..., Client],
    role: str,
    list_status: int,
    add_status: int,
    try_out_status: int,
) -> None:
    client = client_of(role)
    assert client.get(URL).status_code == list_status
    assert client.get(f"{URL}{jump.pk}/change/").status_code == list_status
    assert client.get(f"{URL}add/").status_code == add_status
    assert client.get(f"{URL}{jump.pk}/try-out/").status_code == try_out_status
    assert client.post(f"{URL}try-out/", RANGE).status_code == add_status


def test_who_may_only_look_reads_the_parameters_in_words(
    demo: None, jump: CheckRule, client_of: Callable[..., Client]
) -> None:
    text = client_of(Role.REVIEWER).get(f"{URL}{jump.pk}/change/").content.decode()
    assert "容许 2 倍离差" in text
    assert "2.000" not in text
    assert "变更理由" not in text
    assert "试运行（不保存）" not in text


def test_a_saved_rule_is_tried_out_with_links_to_the_ledger(publisher: Client, jump: CheckRule) -> None:
    response = publisher.get(f"{URL}{jump.pk}/try-out/")
    page, text = response.context["page"], response.content.decode()
    assert page.result == "近 5 年（至 2025-09-30）公布数据 41 个，会触发 1 次。"
    [line] = page.lines
    assert (line.period, line.area, line.measure) == ("2024年前三季度", "中国", "公布增速")
    observation = Observation.objects.current().get(indicator__code="GDP", area__code="100000", period="2024-Q3")
    assert line.figure_url == f"/admin/indicators/observation/{observation.pk}/change/"
    assert line.figure_url in text
    assert line.message in text


def test_parameters_on_the_page_are_tried_out_without_being_stored(publisher: Client, jump: CheckRule) -> None:
    entries = AuditEntry.objects.count()
    unsaved = publisher.post(
        f"{URL}{jump.pk}/try-out/",
        {"name": "x", "severity": "verify", "indicator": jump.indicator_id, "threshold": "5"},
    )
    assert "不会触发" in unsaved.context["page"].result
    new = publisher.post(f"{URL}try-out/", {"kind": "digits", "digits": "6", "threshold": "", "code": "", "name": ""})
    assert new.context["page"].lines
    assert "规则没有保存" in new.content.decode()
    jump.refresh_from_db()
    assert (jump.threshold, CheckRule.objects.count(), AuditEntry.objects.count()) == (2, 1, entries)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"kind": "jump"}, "容许的离差倍数"),
        ({"kind": "range", "lower": "2", "upper": "1"}, "上限不能小于下限"),
        ({"kind": "range", "lower": "约2"}, "下限"),
        ({"kind": ""}, "类型"),
    ],
)
def test_parameters_that_do_not_fit_are_said_instead_of_tried(
    publisher: Client, data: dict[str, str], words: str
) -> None:
    response = publisher.post(f"{URL}try-out/", data)
    assert response.context["page"] is None
    assert any(words in f"{label}{message}" for label, message in response.context["faults"])
    assert "没有试运行" in response.content.decode()


def test_a_rule_without_published_figures_says_so(publisher: Client) -> None:
    indicator = Indicator(code="NEW", name="新指标", kind="stock", frequency="quarter")
    indicator.save()
    response = publisher.post(f"{URL}try-out/", {"kind": "digits", "indicator": indicator.pk})
    assert response.context["page"].result == "台账中没有这条规则所看的公布数据，无从试运行。"


def test_the_page_to_add_a_rule_leads_to_its_try_out(publisher: Client, jump: CheckRule) -> None:
    assert f'formaction="{URL}try-out/"' in publisher.get(f"{URL}add/").content.decode()
    assert f'formaction="{URL}{jump.pk}/try-out/"' in publisher.get(f"{URL}{jump.pk}/change/").content.decode()
    assert publisher.get(f"{URL}try-out/").headers["Location"] == f"{URL}add/"
    assert publisher.get(f"{URL}99999/try-out/").status_code == 404


def test_queries_of_the_list_do_not_depend_on_its_rows(publisher: Client, jump: CheckRule) -> None:
    publisher.get(URL)
    counts = []
    for rows in (1, 8):
        with CaptureQueriesContext(connection) as captured:
            assert len(publisher.get(URL).context["cl"].result_list) == rows
        counts.append(len(captured))
        ensure_default_rules(actor=TESTER)
    assert counts[0] == counts[1]
