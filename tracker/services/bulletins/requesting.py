"""Asking for a run from a page: it is stored, and handed to the worker after the commit."""

from typing import Any

from celery import current_app
from django.db import transaction

from tracker.models import BulletinRun
from tracker.services.bulletins.running import request_run

TASK = "tracker.run_bulletin"


@transaction.atomic
def start_run(**asked: Any) -> BulletinRun:
    """`request_run` with the work handed on; when the broker is away the sweep does it within a minute or two."""
    run = request_run(**asked)
    transaction.on_commit(lambda: _hand_on(run.pk), robust=True)
    return run


def _hand_on(pk: int) -> None:
    current_app.tasks[TASK].apply_async(args=[pk], retry=False)
