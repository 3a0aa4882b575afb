"""Doorways for the worker: ids in, one service call, a log line; safe to run twice."""

import logging

from celery import shared_task
from django.db import OperationalError

from indicators.services import audit, mail
from indicators.services.returns import opening, reminding

logger = logging.getLogger(__name__)


@shared_task(name="indicators.seal_audit_entries", autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def seal_audit_entries() -> None:
    """Add what is unsealed to the hash chain. Running it twice finds nothing left."""
    count = audit.seal_entries()
    if count:
        logger.info("Sealed %s audit entries", count)


@shared_task(name="indicators.open_returns", autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def open_returns() -> None:
    """Open the returns that are due. Each is opened once, however often this runs."""
    opened, hindered = opening.open_due_returns()
    if opened:
        logger.info("Opened %s returns", opened)
    for message in hindered:
        logger.warning("A return could not be opened: %s", message)


@shared_task(name="indicators.remind_clerks", autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def remind_clerks() -> None:
    """Remind of returns that are due soon or late, once a day for each."""
    count = reminding.remind_late_returns()
    if count:
        logger.info("Reminded of %s returns", count)


@shared_task(name="indicators.mail_inbox", autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def mail_inbox() -> None:
    """Mail what is new in the inboxes. Running it again mails what is left."""
    count = mail.mail_inbox_items()
    if count:
        logger.info("Mailed %s inbox items", count)
