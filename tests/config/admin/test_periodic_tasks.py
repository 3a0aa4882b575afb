"""Periodic work in the admin: its times change with an audit entry, what the installation lives on is not stopped."""

from collections.abc import Callable

import pytest
from django.test import Client
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask

from config.periodic import PERIODIC_WORK, ensure_periodic_work
from indicators.choices import AuditAction, Role
from indicators.models import AuditEntry
from tests.config.admin.visible_text import read, words

TASKS = "/admin/django_celery_beat/periodictask/"
INTERVALS = "/admin/django_celery_beat/intervalschedule/"
CALENDARS = "/admin/django_celery_beat/crontabschedule/"
CALENDAR = {"minute": "0", "hour": "3", "day_of_month": "*", "month_of_year": "*", "day_of_week": "*"}


@pytest.fixture
def admin(client_of: Callable[..., Client]) -> Client:
    ensure_periodic_work()
    return client_of(Role.ADMIN)


@pytest.fixture
def added(admin: Client) -> PeriodicTask:
    """A task that staff has added: the same work once more, each hour."""
    interval = IntervalSchedule.objects.create(every=1, period="hours")
    return PeriodicTask.objects.create(name="另加", task=PERIODIC_WORK[0].task, interval=interval)


def form_of(stored: PeriodicTask, **changes: object) -> dict[str, object]:
    data = {"name": stored.name, "task": stored.task, "enabled": "on", "interval": stored.interval_id, "reason": "试"}
    return {name: value for name, value in {**data, **changes}.items() if value is not None}


def last_entry() -> tuple[str, str, str, str]:
    entry = AuditEntry.objects.order_by("-pk")[0]
    return entry.object_type, entry.object_key, entry.action, entry.reason


@pytest.mark.parametrize("work", PERIODIC_WORK, ids=lambda work: work.task)
@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"enabled": None}, "enabled", "不能停用"),
        ({"one_off": "on"}, "one_off", "不能只运行一次"),
        ({"start_time_0": "2099-01-01", "start_time_1": "00:00"}, "start_time", "不能推迟开始"),
    ],
)
def test_the_work_of_the_installation_is_not_stopped(
    admin: Client, work: object, changes: dict[str, object], field: str, sentence: str
) -> None:
    task = PeriodicTask.objects.get(task=work.task)  # type: ignore[attr-defined]
    response = admin.post(f"{TASKS}{task.pk}/change/", form_of(task, **changes))
    assert sentence in response.context["adminform"].form.errors[field][0]
    task.refresh_from_db()
    assert (task.enabled, task.one_off, task.start_time) == (True, False, None)


def test_the_work_of_the_installation_is_not_made_into_another(admin: Client) -> None:
    task = PeriodicTask.objects.get(task=PERIODIC_WORK[0].task)
    response = admin.post(f"{TASKS}{task.pk}/change/", form_of(task, task=PERIODIC_WORK[1].task))
    assert "不能改作其他任务" in response.context["adminform"].form.errors["task"][0]


@pytest.mark.parametrize("work", PERIODIC_WORK, ids=lambda work: work.task)
def test_the_work_of_the_installation_is_not_deleted(admin: Client, work: object) -> None:
    task = PeriodicTask.objects.get(task=work.task)  # type: ignore[attr-defined]
    assert admin.get(f"{TASKS}{task.pk}/delete/").status_code == 200
    response = admin.post(f"{TASKS}{task.pk}/delete/")
    assert "这是系统自身的定时任务" in response.content.decode()
    assert PeriodicTask.objects.filter(pk=task.pk).exists()
    assert not AuditEntry.objects.filter(object_type="periodictask").exists()


def test_its_interval_changes_with_an_audit_entry(admin: Client) -> None:
    task = PeriodicTask.objects.get(task=PERIODIC_WORK[0].task)
    interval = IntervalSchedule.objects.create(every=5, period="minutes")
    assert admin.post(f"{TASKS}{task.pk}/change/", form_of(task, interval=interval.pk)).status_code == 302
    task.refresh_from_db()
    assert task.interval == interval
    assert last_entry() == ("periodictask", task.name, AuditAction.CHANGED, "试")


def test_what_staff_added_is_changed_and_deleted_with_audit_entries(admin: Client, added: PeriodicTask) -> None:
    assert admin.post(f"{TASKS}{added.pk}/change/", form_of(added, enabled=None)).status_code == 302
    assert last_entry() == ("periodictask", "另加", AuditAction.CHANGED, "试")
    response = admin.post(f"{TASKS}{added.pk}/delete/", follow=True)
    assert "已删除定时任务“另加”。" in response.content.decode()
    assert last_entry() == ("periodictask", "另加", AuditAction.DELETED, "")
    assert PeriodicTask.objects.filter(task=added.task).count() == 1


@pytest.mark.parametrize(
    ("url", "model", "data", "changed"),
    [
        (INTERVALS, IntervalSchedule, {"every": "2", "period": "hours"}, {"every": "3"}),
        (CALENDARS, CrontabSchedule, CALENDAR, {"hour": "4"}),
    ],
)
def test_a_schedule_is_known_to_the_audit_by_its_id_and_is_not_deleted(
    admin: Client, url: str, model: type, data: dict[str, str], changed: dict[str, str]
) -> None:
    assert admin.post(f"{url}add/", {**data, "reason": "新"}).status_code == 302
    schedule = model.objects.order_by("-pk").first()
    name = model._meta.model_name
    assert last_entry() == (name, str(schedule.pk), AuditAction.CREATED, "新")
    assert admin.post(f"{url}{schedule.pk}/change/", {**data, **changed, "reason": "改"}).status_code == 302
    assert last_entry() == (name, str(schedule.pk), AuditAction.CHANGED, "改")
    assert admin.post(f"{url}{schedule.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_calendar_stands_in_words_wherever_it_is_shown(admin: Client, added: PeriodicTask) -> None:
    calendar = CrontabSchedule.objects.create(minute="0", hour="3")
    added.interval, added.crontab = None, calendar
    added.save()
    spoken = "* 月 * 日（周 *）3 时 0 分"
    for url in (CALENDARS, f"{CALENDARS}{calendar.pk}/change/", TASKS, f"{TASKS}{added.pk}/change/"):
        assert spoken in admin.get(url).content.decode(), url
    saved = admin.post(f"{CALENDARS}{calendar.pk}/change/", CALENDAR, follow=True)
    for page in (saved, admin.get(f"{TASKS}{added.pk}/change/"), admin.get(f"{TASKS}{added.pk}/delete/")):
        texts, _ = read(page.content.decode())
        assert not {"dM", "MY"} & {word for text in texts for word in words(text)}


@pytest.mark.parametrize("both", [True, False])
def test_a_task_has_exactly_one_schedule_and_the_form_says_so_in_chinese(
    admin: Client, added: PeriodicTask, both: bool
) -> None:
    calendar = CrontabSchedule.objects.create(minute="0", hour="3")
    changes = {"crontab": calendar.pk} if both else {"interval": None}
    errors = admin.post(f"{TASKS}{added.pk}/change/", form_of(added, **changes)).context["adminform"].form.errors
    assert errors == {"interval": ["间隔周期和日历周期须填一项，也只能填一项。"]}
