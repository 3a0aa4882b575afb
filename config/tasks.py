"""Doorways for the worker: housekeeping of the installation, safe to run twice."""

from celery import shared_task
from django.core.management import call_command
from django.db import OperationalError


@shared_task(name="config.clear_sessions", autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def clear_sessions() -> None:
    """Remove the sessions that have ended. Running it twice finds none left."""
    call_command("clearsessions")
