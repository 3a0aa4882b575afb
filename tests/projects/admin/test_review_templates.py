"""The editor of templates: rows in a plain form, every fault shown, nothing lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from indicators.choices import Role
from indicators.models import AuditEntry
from projects.models import ReviewTemplate, ReviewTemplateStep
from projects.services.reviews.templates import change_template
from tests.builders import TESTER
from tests.return_builders import make_department
from tests.review_builders import IN_ORDER, make_template

pytestmark = pytest.mark.django_db
TEMPLATES = "/admin/projects/reviewtemplate/"


@pytest.fixture
def publisher(client_of: Callable[..., Client]) -> Client:
    return client_of(Role.PUBLISHER)


def rows(*given: dict[str, Any], initial: int = 0, name: str = "新模板") -> dict[str, Any]:
    data: dict[str, Any] = {"name": name, "steps-TOTAL_FORMS": len(given), "steps-INITIAL_FORMS": initial}
    for number, row in enumerate(given):
        for field, value in {"days": 5, "is_blocking": "on", **row}.items():
            if value is not None:
                data[f"steps-{number}-{field}"] = value
    return data


def names_of(template: ReviewTemplate) -> list[str]:
    return list(ReviewTemplateStep.objects.filter(template=template).order_by("pk").values_list("name", flat=True))


def seen_by(client: Client, template: ReviewTemplate) -> str:
    """The version that the page of the editor carries."""
    page = client.get(f"{TEMPLATES}{template.pk}/change/").content.decode()
    [version] = re.findall(r'name="seen" value="(\d+)"', page)
    return version


def test_a_template_is_made_of_the_rows_that_are_filled_in(publisher: Client) -> None:
    department = make_department("规划局")
    sent = rows(
        {"order": 1, "name": "规划", "owner": department.pk, "before_stage": "started", "field": "layout"},
        {},
        {"order": 2, "name": "资金", "days": 3, "is_blocking": None},
    )
    answer = publisher.post(f"{TEMPLATES}add/", sent, follow=True)
    assert "已保存模板“新模板”" in answer.content.decode()
    first, second = ReviewTemplateStep.objects.order_by("pk")
    assert (first.order, first.name, first.owner, first.field) == (1, "规划", department, "layout")
    assert (first.before_stage, first.is_blocking) == ("started", True)
    assert (second.name, second.days, second.is_blocking) == ("资金", 3, False)


def test_a_row_is_deleted_and_another_changed(publisher: Client) -> None:
    template = make_template()
    stored = [
        {"order": each.order, "name": each.name, "days": each.days, "before_stage": each.before_stage}
        for each in IN_ORDER
    ]
    stored[0]["name"] = "改名"
    stored[2] |= {"DELETE": "on"}
    sent = rows(*stored, initial=4, name="另名") | {"seen": seen_by(publisher, template)}
    assert publisher.post(f"{TEMPLATES}{template.pk}/change/", sent).status_code == 302
    template.refresh_from_db()
    assert (template.name, names_of(template)) == ("另名", ["改名", "手续", "实施"])


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (rows(name=""), "该字段是必填项。"),
        (rows(), "模板至少须有一个步骤"),
        (rows({"order": 1, "name": "甲"}, {"order": 1, "name": "甲"}), "步骤“甲”重复"),
        (rows({"order": 0, "name": "甲"}), "大于或等于"),
        (rows({"order": 1, "name": "甲", "days": "x"}), "输入整数"),
        (rows({"order": 1, "name": "甲", "owner": "x"}), "选择一个有效的选项"),
        (rows({"order": 1, "name": "甲", "is_blocking": None, "before_stage": "started"}), "不能限定项目阶段"),
        (rows({"order": 1, "name": "甲"}, name="已有"), "已有名为“已有”的模板"),
        ({"name": "甲"}, "表单不完整"),
        ({"name": "甲", "steps-TOTAL_FORMS": "-1", "steps-INITIAL_FORMS": "x"}, "表单不完整"),
        ({"name": "甲", "steps-TOTAL_FORMS": "99999", "steps-INITIAL_FORMS": "0"}, "最多"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(publisher: Client, sent: dict[str, Any], said: str) -> None:
    make_template("已有")
    answer = publisher.post(f"{TEMPLATES}add/", sent)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert ReviewTemplate.objects.count() == 1


def test_more_rows_keep_what_was_typed(publisher: Client) -> None:
    answer = publisher.post(f"{TEMPLATES}add/", rows({"order": 7, "name": "半成品"}) | {"more": "1"})
    text = answer.content.decode()
    assert 'value="半成品"' in text
    assert 'name="steps-3-name"' in text
    assert 'role="alert"' not in text
    assert not ReviewTemplate.objects.exists()


def test_others_read_the_steps_and_change_nothing(client_of: Callable[..., Client]) -> None:
    template, clerk = make_template(), client_of(Role.ENTRY)
    text = clerk.get(f"{TEMPLATES}{template.pk}/change/").content.decode()
    assert "手续" in text
    assert "steps-0-name" not in text
    assert clerk.post(f"{TEMPLATES}{template.pk}/change/", rows()).status_code == 403
    assert names_of(template) == [each.name for each in IN_ORDER]


def test_copy_use_and_default(publisher: Client) -> None:
    template = make_template()
    assert publisher.post(f"{TEMPLATES}{template.pk}/copy/", {"name": "模板"}).status_code == 200, "the name is taken"
    publisher.post(f"{TEMPLATES}{template.pk}/copy/", {"name": "副本"})
    assert names_of(ReviewTemplate.objects.get(name="副本")) == names_of(template)
    for is_in_use in (False, True):
        publisher.post(f"{TEMPLATES}{template.pk}/use/")
        template.refresh_from_db()
        assert template.is_in_use is is_in_use
    for _ in range(2):
        assert "可以使用" in publisher.post(f"{TEMPLATES}make-default/", follow=True).content.decode()
    assert len(names_of(ReviewTemplate.objects.get(name="政府投资项目联审"))) == 7


def test_of_two_who_edit_at_once_the_second_is_told_who_was_first(
    publisher: Client, client_of: Callable[..., Client]
) -> None:
    other = client_of(Role.PUBLISHER, "li.si")
    template = make_template()
    address = f"{TEMPLATES}{template.pk}/change/"
    seen = {client: seen_by(client, template) for client in (publisher, other)}
    first = other.post(address, rows({"order": 1, "name": "先改的"}, name="先改") | {"seen": seen[other]})
    assert first.status_code == 302
    entries = AuditEntry.objects.count()
    answer = publisher.post(address, rows({"order": 1, "name": "后改的"}, name="后改") | {"seen": seen[publisher]})
    page = answer.content.decode()
    [entry] = AuditEntry.objects.filter(object_type="reviewtemplate", actor_name="li.si")
    assert f"li.si 于 {timezone.localtime(entry.at):%Y-%m-%d %H:%M} 改动过这个模板" in page
    assert "后改的" in page  # what was typed is not lost
    template.refresh_from_db()
    assert (template.name, names_of(template)) == ("先改", ["先改的"])
    assert AuditEntry.objects.filter(object_type="reviewtemplate").count() == 2
    assert AuditEntry.objects.exclude(action="refused").count() == entries
    again = rows({"order": 1, "name": "后改的"}, name="后改") | {"seen": seen_by(publisher, template)}
    assert publisher.post(address, again).status_code == 302
    assert names_of(template) == ["后改的"]


@pytest.mark.parametrize("seen", [{}, {"seen": ""}, {"seen": "x"}, {"seen": "0"}])
def test_without_a_version_nothing_is_changed(publisher: Client, seen: dict[str, str]) -> None:
    template = make_template()
    sent = rows({"order": 1, "name": "改名"}, name="改名") | seen
    answer = publisher.post(f"{TEMPLATES}{template.pk}/change/", sent)
    assert "没有存入任何内容" in answer.content.decode()
    assert names_of(template) == [each.name for each in IN_ORDER]


def test_more_rows_keep_the_version(publisher: Client) -> None:
    """Otherwise asking for more rows would pass over what somebody else has changed meanwhile."""
    template = make_template()
    address, seen = f"{TEMPLATES}{template.pk}/change/", seen_by(publisher, template)
    change_template(template=template, name="别人改的", steps=IN_ORDER, actor=TESTER)
    answer = publisher.post(address, rows({"order": 1, "name": "甲"}) | {"more": "1", "seen": seen})
    assert f'name="seen" value="{seen}"' in answer.content.decode()


def test_taking_out_of_use_on_an_older_page_is_refused(publisher: Client) -> None:
    template = make_template()
    address = f"{TEMPLATES}{template.pk}/use/"
    seen = publisher.get(address).context["seen"]
    change_template(template=template, name="别人改的", steps=IN_ORDER, actor=TESTER)
    answer = publisher.post(address, {"seen": seen})
    assert f"{TESTER.name} 于" in answer.content.decode()
    template.refresh_from_db()
    assert template.is_in_use
