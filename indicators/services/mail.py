"""Mailing what is new in the inboxes, where a mail server is configured."""

import logging
from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.utils import timezone

from indicators.models import InboxItem

logger = logging.getLogger(__name__)
BATCH = 200


def mail_inbox_items() -> int:
    """Mail open items not mailed yet; an item whose mail was refused is tried again by the next run. Returns how many.

    Each is marked after its mail: a killed run may mail one twice, and loses none.
    """
    if not settings.EMAIL_CONFIGURED:
        return 0
    waiting = InboxItem.objects.filter(mailed_at=None, done_at=None, recipient__is_active=True).exclude(
        recipient__email=""
    )
    sent = 0
    connection = get_connection()
    for item in waiting.select_related("recipient").order_by("pk")[:BATCH]:
        try:
            send_mail(
                # A reason that people typed may have line breaks, which a subject must not have.
                subject=" ".join(f"【{item.get_kind_display()}】{item.text[:60]}".split()),
                message=_message(item),
                from_email=None,
                recipient_list=[item.recipient.email],
                connection=connection,
            )
        except SMTPRecipientsRefused:
            logger.warning("The address of %s was not accepted for inbox item %s", item.recipient.username, item.pk)
            continue
        except (SMTPException, OSError):
            logger.warning("The mail for inbox item %s was not accepted", item.pk, exc_info=True)
            break
        InboxItem.objects.filter(pk=item.pk).update(mailed_at=timezone.now())
        sent += 1
    return sent


def _message(item: InboxItem) -> str:
    due = f"\n办理期限：{item.due_on}" if item.due_on else ""
    return f"{item.recipient}：\n\n{item.text}{due}\n\n请登录五年规划指标监测系统，在“待办”中办理。\n"
