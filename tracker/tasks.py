"""Doorways for the worker: ids in, one service call, a log line; safe to run twice."""

import logging

from celery import shared_task
from django.db import OperationalError

from tracker.services import calculations

logger = logging.getLogger(__name__)


@shared_task(
    name="tracker.drain_pending_calculations", autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5
)
def drain_pending_calculations() -> None:
    """Bring derived numbers up to date with what was published. Running it twice finds the outbox empty."""
    count = calculations.drain_pending_calculations()
    if count:
        logger.info("Derived numbers follow %s outbox rows", count)
