"""Opening and changing a round in the admin, the list without rounds, and what a what-if says and exports."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from indicators.choices import Role
from tests.builders import TESTER
from tests.evaluation_builders import huangyan, make_scheme
from tests.evaluation_worlds import EvaluationWorld, make_evaluation_world
from tracker.models import Round, Scheme
from tracker.services.evaluations.rounds import lock_round

pytestmark = pytest.mark.django_db
LIST = "/admin/tracker/round/"
SEEN = re.compile(r'name="seen" value="([0-9]+)"')


@pytest.fixture
def world() -> EvaluationWorld:
    return make_evaluation_world()


@pytest.fixture
def publisher(client_of: Callable[..., Client]) -> Client:
    return client_of(Role.PUBLISHER)


def sent(*schemes: Scheme, **given: Any) -> dict[str, Any]:
    return {"code": "XT-2022", "name": "湘潭2022", "schemes": [scheme.pk for scheme in schemes], **given}


def test_the_list_without_rounds_says_how_to_begin(publisher: Client, client_of: Callable[..., Client]) -> None:
    html = publisher.get(LIST).content.decode()
    assert "还没有评价批次" in html
    assert "/admin/tracker/scheme/" in html.split("还没有评价批次")[1][:300]
    assert f"{LIST}add/" in html
    assert "批次由审定发布岗设立" in client_of(Role.ENTRY).get(LIST).content.decode()
    assert "还没有评价标准" in publisher.get(f"{LIST}add/").content.decode()


def test_the_schemes_of_the_year_are_offered(world: EvaluationWorld, publisher: Client) -> None:
    newer = make_scheme(huangyan("newer", year=2023))

    def offered(query: str) -> list[str]:
        return [
            scheme.code for scheme in publisher.get(f"{LIST}add/{query}").context["form"].fields["schemes"].queryset
        ]

    assert offered("") == [newer.code]
    assert offered("?year=2022") == [world.scheme.code]
    assert offered("?year=abc") == offered("?year=1999") == []


def test_a_round_is_opened(world: EvaluationWorld, publisher: Client) -> None:
    answer = publisher.post(f"{LIST}add/?year=2022", sent(world.scheme, trial="on"), follow=True)
    made = Round.objects.get(code="XT-2022")
    assert (made.year, made.trial, list(made.schemes.all())) == (2022, True, [world.scheme])
    assert "批次已设立" in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"code": "R2022"}, "code", "已存在"),
        ({"code": "有 空格"}, "code", "代码"),
        ({"code": ""}, "code", "必填"),
        ({"name": "甲\0"}, "name", "空字符"),
        ({"schemes": []}, "schemes", "请选择评价标准"),
        ({"schemes": ["abc"]}, "schemes", "abc"),
        ({"schemes": ["99999999999999999999"]}, "schemes", ""),
    ],
)
def test_refusals_stand_at_their_fields(
    world: EvaluationWorld, publisher: Client, given: dict[str, Any], field: str, said: str
) -> None:
    answer = publisher.post(f"{LIST}add/?year=2022", sent(world.scheme, **given))
    assert answer.status_code == 200
    assert said in answer.context["form"].errors[field][0]
    assert Round.objects.count() == 1


def test_two_schemes_of_one_size_class_are_refused(world: EvaluationWorld, publisher: Client) -> None:
    second = make_scheme(huangyan("second"))
    answer = publisher.post(f"{LIST}add/?year=2022", sent(world.scheme, second))
    assert "规模相同" in answer.context["form"].errors["schemes"][0]


def test_a_round_is_changed_while_it_collects(world: EvaluationWorld, publisher: Client) -> None:
    url = f"{LIST}{world.round.pk}/edit/"
    assert f'href="{url}"' in publisher.get(f"{LIST}{world.round.pk}/change/").content.decode()
    assert publisher.post(url, sent(world.scheme, name="新名")).status_code == 302
    world.round.refresh_from_db()
    assert (world.round.name, world.round.trial, world.round.code) == ("新名", False, "R2022")
    lock_round(round=world.round, actor=TESTER)
    assert f'href="{url}"' not in publisher.get(f"{LIST}{world.round.pk}/change/").content.decode()
    answer = publisher.post(url, sent(world.scheme, name="又一名"))
    assert "只有收集数据中的批次可以修改" in answer.content.decode()


def test_of_two_forms_open_at_once_the_second_is_refused(
    world: EvaluationWorld, publisher: Client, client_of: Callable[..., Client]
) -> None:
    url = f"{LIST}{world.round.pk}/edit/"
    [seen] = SEEN.findall(publisher.get(url).content.decode())
    assert publisher.post(url, sent(world.scheme, name="先存", seen=seen)).status_code == 302
    answer = publisher.post(url, sent(world.scheme, name="后存", seen=seen))
    assert "改动过这个批次" in answer.content.decode()
    assert SEEN.findall(answer.content.decode()) == [seen], "only a page opened anew shows what was changed"
    world.round.refresh_from_db()
    assert world.round.name == "先存"
    [seen] = SEEN.findall(publisher.get(url).content.decode())
    assert publisher.post(url, sent(world.scheme, name="后存", seen=seen)).status_code == 302


@pytest.mark.parametrize("role", [Role.ENTRY, Role.REVIEWER, Role.VIEWER, Role.ADMIN])
def test_only_a_publisher_opens_or_changes(
    world: EvaluationWorld, client_of: Callable[..., Client], role: Role
) -> None:
    client = client_of(role)
    for url in (f"{LIST}add/", f"{LIST}{world.round.pk}/edit/"):
        assert client.get(url).status_code == 403
        assert client.post(url, sent(world.scheme)).status_code == 403


def test_a_what_if_says_who_changes_in_which_direction(world: EvaluationWorld, publisher: Client) -> None:
    grades = [{**grade, "up_to": up_to} for grade, up_to in zip(world.scheme.content["grades"], STRICT, strict=True)]
    draft = make_scheme(huangyan("strict", official=False, grades=grades))
    url = f"/admin/tracker/scheme/{draft.pk}/what_if/?round=R2022"
    answer = publisher.get(url)
    rows = [(each.name, direction) for each, direction, _, _ in answer.context["rows"]]
    assert rows
    assert {direction for _, direction in rows} == {"降档"}
    assert f"降档 {len(rows)} 户" in answer.content.decode()
    text = publisher.get(f"{url}&file=csv").getvalue().decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert [(line["企业"], line["变动"]) for line in lines] == rows
    assert lines[0]["现档次"] != lines[0]["试算档次"]
    assert "演示权重，非官方" in lines[0]["说明"]


STRICT = ("0.10", "0.20", "0.50", "1")
