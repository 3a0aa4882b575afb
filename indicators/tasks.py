"""Doorways for the worker: ids in, one service call, a log line; safe to run twice."""

import logging

from celery import shared_task
from django.db import OperationalError

from indicators.services import audit

logger = logging.getLogger(__name__)


@shared_task(name="indicators.seal_audit_entries", autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def seal_audit_entries() -> None:
    """Add what is unsealed to the hash chain. Running it twice finds nothing left."""
    count = audit.seal_entries()
    if count:
        logger.info("Sealed %s audit entries", count)
