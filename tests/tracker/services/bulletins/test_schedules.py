"""The periodic task of a definition: made, changed and taken away with it, in force without a restart."""

import json
from datetime import time
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask, PeriodicTasks

from tests.builders import TESTER, make_group
from tracker.models import BulletinDefinition
from tracker.services.bulletins.definitions import save_definition

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def definition():
    definition = BulletinDefinition(code="cities", title="通报", office="甲局", peer_group=make_group("g"))
    save_definition(definition=definition, actor=TESTER)
    return definition


def change(definition, **fields):
    for name, value in fields.items():
        setattr(definition, name, value)
    save_definition(definition=definition, actor=TESTER)
    definition.refresh_from_db()
    return definition.periodic_task


def calendar(task):
    of = task.crontab
    return (of.minute, of.hour, of.day_of_month, of.month_of_year, of.day_of_week)


def test_without_a_schedule_there_is_no_task(definition):
    assert definition.periodic_task is None
    assert not PeriodicTask.objects.filter(name__startswith="通报").exists()


def test_a_schedule_makes_a_task_for_beat(definition):
    task = change(definition, schedule="monthly", month_day=20, run_at=time(8, 30))
    assert (task.name, task.task, json.loads(task.kwargs)) == (
        "通报：cities",
        "tracker.run_scheduled_bulletin",
        {"definition": definition.pk},
    )
    assert (task.enabled, task.expire_seconds, task.one_off) == (True, 3600, False)
    assert calendar(task) == ("30", "8", "20", "*", "*")
    assert task.crontab.timezone == SHANGHAI


def test_a_change_keeps_the_task_and_moves_its_calendar(definition):
    first = change(definition, schedule="monthly", month_day=20)
    first.last_run_at = timezone.now()
    first.save()
    second = change(definition, schedule="cron", month_day=None, cron="0 9 5 * *")
    assert (second.pk, calendar(second)) == (first.pk, ("0", "9", "5", "*", "*"))
    assert second.last_run_at is None  # the 5th of this month is not made up for
    assert calendar(change(definition, schedule="after_period", days_after=20, cron="")) == ("0", "9", "*", "*", "*")


def test_what_does_not_concern_the_schedule_leaves_the_task_alone(definition):
    task = change(definition, schedule="monthly", month_day=20)
    ran_at, changed_at = timezone.now(), PeriodicTasks.last_change()
    PeriodicTask.objects.filter(pk=task.pk).update(last_run_at=ran_at)
    assert change(definition, note="口径").last_run_at == ran_at
    assert PeriodicTasks.last_change() == changed_at


def test_a_definition_out_of_use_is_not_run(definition):
    assert not change(definition, schedule="monthly", month_day=20, is_active=False).enabled
    assert change(definition, is_active=True).enabled


def test_without_a_schedule_the_task_goes(definition):
    task = change(definition, schedule="monthly", month_day=20)
    assert change(definition, schedule="none") is None
    assert not PeriodicTask.objects.filter(pk=task.pk).exists()


def test_a_task_that_was_deleted_by_hand_comes_back(definition):
    change(definition, schedule="monthly", month_day=20).delete()
    definition.refresh_from_db()
    assert change(definition, note="口径").enabled


def test_calendars_are_shared_also_where_there_are_several_of_the_same(definition):
    same = {"minute": "0", "hour": "9", "day_of_month": "20", "timezone": SHANGHAI}
    calendars = [CrontabSchedule.objects.create(**same) for _ in range(2)]
    assert change(definition, schedule="monthly", month_day=20).crontab == calendars[0]


def test_a_name_that_staff_has_given_to_another_task_is_refused(definition):
    every = IntervalSchedule.objects.create(every=1, period="days")
    PeriodicTask.objects.create(name="通报：cities", task="config.clear_sessions", interval=every)
    with pytest.raises(ValidationError) as refusal:
        change(definition, schedule="monthly", month_day=20)
    assert "通报：cities" in refusal.value.message_dict["schedule"][0]


def test_a_refused_change_leaves_the_schedule(definition):
    change(definition, schedule="monthly", month_day=20)
    with pytest.raises(ValidationError):
        change(definition, month_day=None)
    definition.refresh_from_db()
    assert calendar(definition.periodic_task) == ("0", "9", "20", "*", "*")


def test_beat_is_told_of_every_change(definition):
    """It reads its table again when this moment has moved; with a real beat see `tests/end_to_end`."""
    told = [PeriodicTasks.last_change()]
    for fields in ({"schedule": "monthly", "month_day": 20}, {"run_at": time(10)}, {"schedule": "none"}):
        change(definition, **fields)
        told.append(PeriodicTasks.last_change())
    assert None not in told[1:]
    assert told[1] < told[2] < told[3]
