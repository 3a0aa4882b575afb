"""Mailing what is new in the inboxes, where a mail server is configured."""

import logging
from smtplib import SMTPConnectError, SMTPException, SMTPServerDisconnected

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from indicators.models import InboxItem

logger = logging.getLogger(__name__)
BATCH = 200
LOST = (SMTPServerDisconnected, SMTPConnectError)


def mail_inbox_items() -> int:
    """Mail open items not mailed yet; returns how many. What the server refuses is marked and holds nobody up.

    Where the server cannot be reached the rest waits for the next run. Each item is marked after its mail: a killed run
    may mail one twice, and loses none; a second run at the same time passes over what this one is at.
    """
    if not settings.EMAIL_CONFIGURED:
        return 0
    waiting = InboxItem.objects.filter(mailed_at=None, mail_fault="", done_at=None, recipient__is_active=True)
    numbers = list(waiting.exclude(recipient__email="").order_by("pk").values_list("pk", flat=True)[:BATCH])
    sent = 0
    try:
        with get_connection() as connection:
            for pk in numbers:
                sent += _mail(pk, connection)
    except OSError:  # the mail library's own exceptions are of this kind, too
        logger.warning("The mail server cannot be reached; %s inbox items wait", len(numbers) - sent, exc_info=True)
    return sent


@transaction.atomic
def _mail(pk: int, connection: BaseEmailBackend) -> bool:
    """Send one mail while its item is locked, so that no other run sends it as well."""
    locked = InboxItem.objects.select_for_update(skip_locked=True, of=("self",)).select_related("recipient")
    item = locked.filter(pk=pk, mailed_at=None, done_at=None).first()
    if item is None:
        return False
    try:
        _message(item, connection).send()
    except LOST:
        raise
    except SMTPException as error:
        logger.warning("The mail for inbox item %s was refused", pk, exc_info=True)
        item.mail_fault = " ".join(str(error).split())[:200] or type(error).__name__
    else:
        item.mailed_at = timezone.now()
    item.save(update_fields=["mailed_at", "mail_fault"])
    return item.mailed_at is not None


def _message(item: InboxItem, connection: BaseEmailBackend) -> EmailMessage:
    due = f"\n办理期限：{item.due_on}" if item.due_on else ""
    return EmailMessage(
        # A reason that people typed may have line breaks, which a subject must not have.
        subject=" ".join(f"【{item.get_kind_display()}】{item.text[:60]}".split()),
        body=f"{item.recipient}：\n\n{item.text}{due}\n\n请登录五年规划指标监测系统，在“待办”中办理。\n",
        to=[item.recipient.email],
        connection=connection,
    )
