"""Periodic work: every row names a task that the worker knows, and a worker that is away collects none."""

from datetime import timedelta

import pytest
from celery import current_app
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_celery_beat.models import PeriodicTask

from config.periodic import PERIODIC_WORK, PeriodicWork, ensure_periodic_work
from config.tasks import clear_sessions


def test_the_worker_knows_every_task() -> None:
    current_app.loader.import_default_modules()
    assert {work.task for work in PERIODIC_WORK} <= set(current_app.tasks)


@pytest.mark.parametrize("work", PERIODIC_WORK, ids=lambda work: work.task)
def test_a_sent_task_expires_before_the_third_one_is_sent(db: None, work: PeriodicWork) -> None:
    ensure_periodic_work()
    task = PeriodicTask.objects.get(task=work.task)
    assert (task.enabled, task.expire_seconds) == (True, 2 * work.seconds)
    assert task.interval.every == work.seconds


def test_ended_sessions_are_removed_and_the_others_stay(db: None) -> None:
    for key, minutes in (("ended", -1), ("going", 1)):
        Session.objects.create(session_key=key, expire_date=timezone.now() + timedelta(minutes=minutes))
    for _ in range(2):
        clear_sessions()
        assert [session.session_key for session in Session.objects.all()] == ["going"]
