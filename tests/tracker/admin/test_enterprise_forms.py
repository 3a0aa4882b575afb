"""Adding and changing firms and typing their facts in the admin: refusals at their fields, roles, areas, queries."""

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.choices import Role
from tests.builders import TESTER
from tests.evaluation_builders import C16, enterprise_code, give_facts, make_enterprise
from tests.evaluation_worlds import EvaluationWorld, make_evaluation_world
from tracker.models import Enterprise, EnterpriseFact, EnterpriseTax, Round
from tracker.queries.evaluations.typed_year import year_content
from tracker.services.evaluations.rounds import lock_round

pytestmark = pytest.mark.django_db
LIST = "/admin/tracker/enterprise/"
SEEN = re.compile(r'name="seen" value="([0-9]+)"')
READERS = [Role.ENTRY, Role.REVIEWER]
OTHERS = [Role.VIEWER, Role.ADMIN, Role.SECURITY, Role.AUDITOR]


@pytest.fixture
def world() -> EvaluationWorld:
    return make_evaluation_world()


@pytest.fixture
def publisher(world: EvaluationWorld, client_of: Callable[..., Client]) -> Client:
    return client_of(Role.PUBLISHER)


def sent_firm(world: EvaluationWorld, **given: Any) -> dict[str, Any]:
    return {
        "code": enterprise_code(50),
        "name": "新厂",
        "area": world.area.pk,
        "park": world.parks[0].pk,
        "size_class": "above",
        **given,
    }


def facts_url(firm: Enterprise, year: Any = 2022) -> str:
    return f"{LIST}{firm.pk}/facts/?year={year}"


def sent_year(client: Client, firm: Enterprise, year: int = 2022, **given: Any) -> dict[str, Any]:
    """The form as the page fills it, with what is typed over it."""
    form = client.get(facts_url(firm, year)).context["form"]
    filled = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in (filled | given).items() if value not in (None, False)}


def test_a_firm_is_added_and_changed(world: EvaluationWorld, publisher: Client) -> None:
    assert publisher.post(f"{LIST}add/", sent_firm(world)).status_code == 302
    firm = Enterprise.objects.get(code=enterprise_code(50))
    assert (firm.name, firm.park) == ("新厂", world.parks[0])
    url = f"{LIST}{firm.pk}/change/"
    answer = publisher.post(url, sent_firm(world, name="改名"))
    assert answer.context["adminform"].form.errors == {"reason": ["修改企业须写明理由"]}
    assert publisher.post(url, sent_firm(world, name="改名", reason="更名")).status_code == 302
    firm.refresh_from_db()
    assert firm.name == "改名"


def test_of_two_forms_open_at_once_the_second_is_refused(world: EvaluationWorld, publisher: Client) -> None:
    publisher.post(f"{LIST}add/", sent_firm(world))
    url = f"{LIST}{Enterprise.objects.get(code=enterprise_code(50)).pk}/change/"
    [seen] = SEEN.findall(publisher.get(url).content.decode())
    first = sent_firm(world, name="先存", reason="更名", seen=seen)
    assert publisher.post(url, first).status_code == 302
    answer = publisher.post(url, sent_firm(world, industry="食品", reason="核对", seen=seen))
    assert "改动过这户企业" in answer.context["adminform"].form.non_field_errors()[0]
    assert SEEN.findall(answer.content.decode()) == [seen], "only a page opened anew shows what was changed"
    stored = Enterprise.objects.filter(code=enterprise_code(50)).values_list("name", "industry")
    assert list(stored) == [("先存", "")]
    [seen] = SEEN.findall(publisher.get(url).content.decode())
    assert publisher.post(url, {**first, "industry": "食品", "seen": seen}).status_code == 302
    assert list(stored.all()) == [("先存", "食品")]


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"code": enterprise_code(50)[:-1] + "?"}, "code", "不是统一社会信用代码"),
        ({"code": enterprise_code(1)}, "code", "已存在"),
        ({"name": "甲\0"}, "name", "空字符"),
        ({"area": "foreign"}, "area", "可用的选项"),
        ({"area": "abc"}, "area", "可用的选项"),
        ({"in_production_from": "昨天"}, "in_production_from", "有效的日期"),
    ],
)
def test_refusals_stand_at_their_fields(
    world: EvaluationWorld, publisher: Client, given: dict[str, Any], field: str, said: str
) -> None:
    if given.get("area") == "foreign":
        given = {"area": world.foreign.area_id}
    answer = publisher.post(f"{LIST}add/", sent_firm(world, **given))
    assert answer.status_code == 200
    assert said in answer.context["adminform"].form.errors[field][0]


def test_the_code_is_not_offered_once_there_are_facts(world: EvaluationWorld, publisher: Client) -> None:
    firm = world.firms[1]
    form = publisher.get(f"{LIST}{firm.pk}/change/").context["adminform"].form
    assert "code" not in form.fields
    assert {area.code for area in form.fields["park"].queryset} == {"430300", "park-a", "park-b"}


def test_the_list_is_filtered_and_exported_so(world: EvaluationWorld, publisher: Client) -> None:
    late = make_enterprise(60, world.area, park=world.parks[0], industry="食品", name="晚报厂")

    def named(query: str) -> list[str]:
        return [firm.name for firm in publisher.get(f"{LIST}?{query}").context["cl"].queryset]

    assert named("facts=-2022") == ["晚报厂"]
    assert len(named("facts=2022")) == 7
    assert named("park=park-a&industry=机械") == ["企业2"]
    assert len(named("size_class__exact=above")) == 8
    sent = publisher.get(f"{LIST}export.csv?facts=-2022").getvalue().decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(sent))
    assert (row["统一社会信用代码"], row["园区代码"], row["规模"]) == (late.code, "park-a", "规上")
    for query in ("facts=2022x", "facts=1999", "park=nowhere", "facts=--2022"):
        assert "查询条件有误" in publisher.get(f"{LIST}?{query}", follow=True).content.decode()


def test_without_firms_the_list_says_how_to_begin(client_of: Callable[..., Client]) -> None:
    assert "增加企业" in client_of(Role.PUBLISHER).get(LIST).content.decode()
    assert "可以" not in client_of(Role.ENTRY).get(LIST).content.decode().split("还没有企业。")[1][:20]


def test_the_page_shows_last_year_beside_the_inputs(world: EvaluationWorld, publisher: Client) -> None:
    firm = world.firms[1]
    give_facts(firm, 2021, **{**C16, "tax": "500"})
    EnterpriseTax.objects.create(
        enterprise=firm, year=2021, component="增值税", amount=7, audit_entry=firm.facts.first().audit_entry
    )
    answer = publisher.get(facts_url(firm))
    figures = {field.name: (str(field.label), last, field.value()) for field, last in answer.context["figures"]}
    assert figures["tax"] == ("税收（万元）", "500", "600")
    assert figures["bonus"][1:] == ("—", None)
    rows = [([field.value() for field in row], last) for row, last in answer.context["taxes"]]
    assert rows[0] == (["增值税", None, ""], "7")
    assert len(rows) == 4


def test_facts_are_typed_and_shown(world: EvaluationWorld, publisher: Client) -> None:
    firm = world.firms[1]
    sent = sent_year(publisher, firm, tax="650", tax_0_component="增值税", tax_0_amount="12.5", reason="税务局核实")
    assert publisher.post(facts_url(firm), sent).status_code == 302
    current = year_content(firm, 2022)
    assert ((current.facts or {})["tax"], str(current.taxes["增值税"][0].normalize())) == (650, "12.5")
    html = publisher.get(f"{LIST}{firm.pk}/change/").content.decode()
    assert "税务局核实" in html
    unchanged = publisher.post(facts_url(firm), sent_year(publisher, firm), follow=True).content.decode()
    assert "没有新的版次" in unchanged


def test_faults_stand_at_their_cells(world: EvaluationWorld, publisher: Client) -> None:
    firm = world.firms[1]
    sent = sent_year(publisher, firm, staff="x", energy="-1", tax_0_amount="5", size_class="huge")
    form = publisher.post(facts_url(firm), sent).context["form"]
    assert set(form.errors) == {"size_class"}  # no browser sends it
    form = publisher.post(facts_url(firm), sent | {"size_class": ""}).context["form"]
    assert form.errors == {
        "staff": ["“x”不是普通的十进制数：只能有负号、半角数字和小数点，如 -12.5。"],
        "energy": ["“能耗”不能为负"],
        "tax_0_component": ["请写明税种"],
    }
    assert firm.facts.count() == 1


def test_a_stale_form_is_refused_with_what_changed(world: EvaluationWorld, publisher: Client) -> None:
    firm = world.firms[1]
    sent = sent_year(publisher, firm, tax="640", reason="核实")
    give_facts(firm, **{**C16, "tax": "650"})
    answer = publisher.post(facts_url(firm), sent)
    assert answer.context["changes"] == ["税收：600 → 650"]
    assert "用现在的数据重新打开" in answer.content.decode()


def test_second_looks_ask_for_a_tick(world: EvaluationWorld, publisher: Client) -> None:
    firm = world.firms[1]
    sent = sent_year(publisher, firm, energy="0", reason="停产")
    answer = publisher.post(facts_url(firm), sent)
    assert [key for key, _ in answer.context["looks"]] == ["energy:zero_denominator"]
    assert firm.facts.count() == 1
    assert publisher.post(facts_url(firm), sent | {"confirmed": "energy:zero_denominator"}).status_code == 302
    assert firm.facts.count() == 2


def test_a_locked_year_says_so_and_takes_nothing(world: EvaluationWorld, publisher: Client) -> None:
    Round.objects.update(trial=False)
    lock_round(round=world.round, actor=TESTER)
    answer = publisher.get(facts_url(world.firms[1]))
    assert answer.context["locks"] == ["“2022年评价”已锁定，2022 年的数据不再变动"]
    assert ">存入<" not in answer.content.decode()
    sent = sent_year(publisher, world.firms[1], tax="1", reason="x")
    assert "2022 年的数据不再变动" in publisher.post(facts_url(world.firms[1]), sent).content.decode()
    assert EnterpriseFact.objects.count() == 8


@pytest.mark.parametrize("year", ["", "abc", "99999", "0", "²", "-2022"])
def test_a_year_that_is_none_is_answered_in_words(world: EvaluationWorld, publisher: Client, year: str) -> None:
    answer = publisher.get(facts_url(world.firms[1], year))
    assert answer.status_code == 200
    assert answer.context["chosen"].errors or not year


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"tax_rows": "abc"},
        {"tax_rows": "²"},
        {"tax_rows": "9999999"},
        {"tax_rows": "-1"},
        {"tax_rows": "1", "seen": "[" * 5000},
        {"tax_rows": "1", "seen": '{"": 1e999}'},
        {"tax_rows": "1", "seen": json.dumps({"": -5, "x\0": 1})},
        {"tax_rows": "1", "tax": "NaN\0", "seen": "{}"},
        {"tax_rows": "1", "confirmed": ["x", "\0"], "seen": "[]"},
    ],
)
def test_senseless_forms_are_answered_and_store_nothing(
    world: EvaluationWorld, publisher: Client, given: dict[str, Any]
) -> None:
    assert publisher.post(facts_url(world.firms[1]), given).status_code == 200
    assert EnterpriseFact.objects.count() == 8


@pytest.mark.parametrize("role", [*READERS, *OTHERS])
def test_roles(world: EvaluationWorld, client_of: Callable[..., Client], role: Role) -> None:
    client, firm = client_of(role), world.firms[1]
    page = f"{LIST}{firm.pk}/change/"
    assert client.get(page).status_code == (200 if role in READERS else 403)
    assert client.get(f"{LIST}export.csv").status_code == (200 if role in READERS else 403)
    assert client.post(page, {"name": "别的"}).status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403
    for method in (client.get, client.post):
        assert method(facts_url(firm)).status_code == 403
    if role in READERS:
        assert "填写年度数据" not in client.get(page).content.decode()


def test_outside_the_areas_a_firm_is_not_found(world: EvaluationWorld, publisher: Client) -> None:
    for method in (publisher.get, publisher.post):
        assert method(facts_url(world.foreign)).status_code == 404
        assert method(f"{LIST}{world.foreign.pk}/change/").status_code == 404


def test_pages_take_a_fixed_number_of_queries(world: EvaluationWorld, publisher: Client) -> None:
    def queries(url: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert publisher.get(url).status_code == 200
        return len(caught)

    urls = [LIST, f"{LIST}?facts=2022&park=park-a", facts_url(world.firms[1]), f"{LIST}{world.firms[1].pk}/change/"]
    for url in urls:
        queries(url)
    few = [queries(url) for url in urls]
    for number in range(20, 30):
        give_facts(make_enterprise(number, world.area, park=world.parks[0], industry=f"行业{number}"), **C16)
    for _ in range(3):
        give_facts(world.firms[1], **C16)
    assert [queries(url) for url in urls] == few
