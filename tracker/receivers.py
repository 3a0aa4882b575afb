"""News from the app below."""

import logging

from django.conf import settings
from django.db import transaction
from django.dispatch import receiver

from indicators.events import calculations_requested
from tracker.tasks import drain_pending_calculations

logger = logging.getLogger(__name__)


@receiver(calculations_requested)
def on_calculations_requested(sender: type, **kwargs: object) -> None:
    """Enqueue after the commit. When the broker is away the outbox keeps the work for the sweep: failing is no loss."""
    if settings.CELERY_TASK_ALWAYS_EAGER:
        logger.info("REDIS_URL is not set: calculating in this process after the commit")
    transaction.on_commit(enqueue_calculations, robust=True)


def enqueue_calculations() -> None:
    """One attempt: the caller's work is done and must not wait for a broker."""
    drain_pending_calculations.apply_async(retry=False)
