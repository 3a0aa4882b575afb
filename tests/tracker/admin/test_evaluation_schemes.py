"""Schemes: read as a page, copied to the next version, edited with every fault by path, tried without storing."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from indicators.choices import Role
from indicators.models import AuditEntry
from tests.evaluation_builders import huangyan
from tests.evaluation_worlds import GRADES, EvaluationWorld, make_evaluation_world
from tracker.models import Scheme, ScoreCard

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> EvaluationWorld:
    return make_evaluation_world()


@pytest.fixture
def publisher(world: EvaluationWorld, client_of: Callable[..., Client]) -> Client:
    return client_of(Role.PUBLISHER)


@pytest.fixture
def draft(world: EvaluationWorld, publisher: Client) -> Scheme:
    publisher.post(url_of(world.scheme, "copy"), {"code": "next", "name": "下一版"})
    return Scheme.objects.get(code="next")


def url_of(scheme: Scheme, page: str = "change") -> str:
    return f"/admin/tracker/scheme/{scheme.pk}/{page}/"


def written(**changes: object) -> dict:
    return huangyan("next", official=False, grades=GRADES, **changes)


def save(client: Client, scheme: Scheme, content: object) -> str:
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    return client.post(url_of(scheme, "edit"), {"content": text, "reason": "试"}, follow=True).content.decode()


def test_a_scheme_is_read_in_words(world: EvaluationWorld, publisher: Client) -> None:
    answer = publisher.get(url_of(world.scheme))
    page, html = answer.context["page"], answer.content.decode()
    assert page.items[0][:5] == ("亩均税收", "税收 ÷ 用地面积", "30", "标杆法：数值 ÷ 基准值 × 权重", "固定 24.097")
    assert page.items[3][-1] == "计本组该项平均得分"
    assert page.grades[0] == ("A 重点支持", "位次 ≤ 0.2 × 本组户数", ("优先供地",))
    assert "演示权重，非官方" in html
    assert "已使用的标准不再修改" in html
    assert url_of(world.scheme, "edit") not in html


def test_a_used_scheme_is_refused_any_change(world: EvaluationWorld, publisher: Client) -> None:
    before = world.scheme.content
    html = save(publisher, world.scheme, huangyan(name="别的"))
    assert "已有评价批次使用本标准，不能再改；请复制为下一版" in html
    world.scheme.refresh_from_db()
    assert world.scheme.content == before


def test_a_copy_is_the_next_version_and_says_so_in_the_trail(world: EvaluationWorld, draft: Scheme) -> None:
    assert (draft.copied_from, draft.official, draft.name) == (world.scheme, False, "下一版")
    assert draft.content["items"] == world.scheme.content["items"]
    assert AuditEntry.objects.get(object_type="scheme", object_key="next").reason == "由“huangyan”复制"


def test_a_copy_needs_a_free_code(world: EvaluationWorld, publisher: Client) -> None:
    answer = publisher.post(url_of(world.scheme, "copy"), {"code": "huangyan", "name": "又一版"})
    assert answer.status_code == 200
    assert Scheme.objects.count() == 1


def test_every_fault_is_listed_with_its_path(publisher: Client, draft: Scheme) -> None:
    content = written(coefficient="0", veto_grade="Z")
    content["items"][2]["weight"] = "21"
    html = save(publisher, draft, content)
    for text in (
        "items：各项权重之和须为 100，现为 101",
        "coefficient：系数须大于 0",
        "veto_grade：方案里没有“Z”这一档",
    ):
        assert text in html
    draft.refresh_from_db()
    assert draft.content["coefficient"] == "1"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "不是 JSON：第 1 行第 2 列"),
        ('{"name": "a\\u0000"}', "内容含有空字符"),
        ('{"name": "\\ud800"}', "不是可用的 JSON"),
        ("[" * 5000, "不是"),
        ({**huangyan("other")}, "scheme：代码“next”不能改"),
        ("1", "对象"),
    ],
)
def test_what_is_no_scheme_is_said(publisher: Client, draft: Scheme, content: object, said: str) -> None:
    before = draft.content
    assert said in save(publisher, draft, content)
    draft.refresh_from_db()
    assert draft.content == before


def test_a_changed_draft_is_tried_on_a_round_and_nothing_is_stored(
    world: EvaluationWorld, publisher: Client, draft: Scheme
) -> None:
    save(publisher, draft, written(bonus_ceiling="0"))
    cards = list(ScoreCard.objects.order_by("pk").values())
    answer = publisher.get(f"{url_of(draft, 'what_if')}?round=R2022")
    found = answer.context["found"]
    assert found.firms == 7
    assert found.changes == []  # the bonus of firm 3 changes no grade
    assert sum(found.before.values()) == sum(found.after.values()) == 7
    assert list(ScoreCard.objects.order_by("pk").values()) == cards


def test_who_changes_grade_is_listed(world: EvaluationWorld, publisher: Client, draft: Scheme) -> None:
    grades = [{**grade, "up_to": "0.60" if grade["grade"] == "A" else grade["up_to"]} for grade in GRADES]
    grades[1]["up_to"] = "0.70"
    save(publisher, draft, {**written(), "grades": grades})
    answer = publisher.get(f"{url_of(draft, 'what_if')}?round=R2022")
    moved = {each.code: (each.before.grade, each.after.grade) for each in answer.context["found"].changes}
    # Of 7 by rank: 1, 3, (2 vetoed), 4, then 5 and 6; the foreign one counts in N and is not shown.
    assert moved == {world.firms[3].code: ("B", "A"), world.firms[4].code: ("B", "A")}
    html = answer.content.decode()
    assert "变档 <strong>2</strong> 户" in html
    assert "试评，不与政策挂钩" in html


@pytest.mark.parametrize("role", [Role.ENTRY, Role.REVIEWER])
def test_others_read_schemes_and_write_none(
    world: EvaluationWorld, client_of: Callable[..., Client], role: Role
) -> None:
    client = client_of(role)
    assert "复制为下一版</a>" not in client.get(url_of(world.scheme)).content.decode()
    assert {client.get(url_of(world.scheme, page)).status_code for page in ("copy", "edit", "what_if")} == {403}
