"""Releasing what was issued: once, to the inboxes at once, and as e-mails that wait to be sent."""

from collections.abc import Iterator
from datetime import datetime
from email.utils import parseaddr
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from indicators.choices import AuditAction, InboxKind
from indicators.models import User
from indicators.services.audit import Actor, record
from indicators.services.inbox import tell_people
from tracker.choices import DeliveryChannel, DeliveryState, UseLevel
from tracker.models import Bulletin, BulletinDelivery
from tracker.queries.bulletins.deliveries import due_for_release
from tracker.services.bulletins.undelivered import LABEL, settle_earlier_versions, tell_undelivered

SCHEDULE = Actor(name="定时任务")
ADDRESS_LENGTH = 254


def release_due_bulletins(*, now: datetime | None = None) -> int:
    """Release every issued bulletin whose embargo is over and that was not released before; returns how many.

    Only the newest issued version of a definition and period is released. Safe to run at any time and twice at once: a
    bulletin and its deliveries are locked and written in one transaction.
    """
    moment = now or timezone.now()
    waiting = list(due_for_release(moment).order_by("issued_at", "pk").values_list("pk", flat=True))
    return sum(_release(pk, moment) for pk in waiting)


@transaction.atomic
def _release(pk: int, now: datetime) -> bool:
    """Write the deliveries of one bulletin; False where another process does or did so.

    What has deliveries was released. Where there is nobody to send to, one row without recipient and address stands for
    that, so that recipients who are named later are not sent old bulletins; the log leaves it out.
    """
    locked = Bulletin.objects.select_for_update(skip_locked=True, of=("self",)).select_related("definition")
    bulletin = locked.filter(pk=pk).first()
    # Asked again under the lock: another process may have released it since the list was made.
    if bulletin is None or not due_for_release(now).filter(pk=pk).exists():
        return False
    people = list(bulletin.definition.recipients.filter(is_active=True).order_by("username"))
    inbox = [_inbox_delivery(bulletin, person, now) for person in people]
    emails = list(_email_deliveries(bulletin, people, now)) if settings.EMAIL_CONFIGURED else []
    BulletinDelivery.objects.bulk_create([*inbox, *emails] or [_inbox_delivery(bulletin, None, now)])
    tell_people(
        people=people,
        kind=InboxKind.BULLETIN,
        label=LABEL,
        key=str(bulletin.pk),
        text=_inbox_text(bulletin),
        sender=bulletin.definition.office,
        mailed=True,
    )
    settle_earlier_versions(bulletin)
    tell_undelivered(bulletin)
    record(
        actor=SCHEDULE,
        action=AuditAction.SENT,
        object_type="bulletin",
        object_key=bulletin.key,
        new={"inbox": len(inbox), "email": len(emails)},
    )
    return True


def _inbox_text(bulletin: Bulletin) -> str:
    if bulletin.version == 1:
        return f"《{bulletin.title}》已签发。"
    correction = f"第 {bulletin.version} 版，更正前版；更正原因：{bulletin.reason}"
    return f"《{bulletin.title}》更正稿已签发（{correction}），请以本版为准。"


def _inbox_delivery(bulletin: Bulletin, person: User | None, now: datetime) -> BulletinDelivery:
    return BulletinDelivery(
        bulletin=bulletin, channel=DeliveryChannel.INBOX, recipient=person, state=DeliveryState.SENT, sent_at=now
    )


def _email_deliveries(bulletin: Bulletin, people: list[User], now: datetime) -> Iterator[BulletinDelivery]:
    """One for each person with an address, and for each further address that none of them has."""
    taken = set()
    for person in people:
        if person.email:
            taken.add(person.email.casefold())
            yield _email_delivery(bulletin, person, person.email, now)
    if bulletin.use_level != UseLevel.PUBLIC:
        return
    for line in bulletin.definition.addresses.splitlines():
        address = line.strip()
        if address and address.casefold() not in taken:
            taken.add(address.casefold())
            yield _email_delivery(bulletin, None, address, now)


def _email_delivery(bulletin: Bulletin, person: User | None, address: str, now: datetime) -> BulletinDelivery:
    delivery = BulletinDelivery(
        bulletin=bulletin,
        channel=DeliveryChannel.EMAIL,
        recipient=person,
        address=address[:ADDRESS_LENGTH],
        message_id=_message_id(bulletin, f"account {person.pk}" if person else address.casefold()),
        next_attempt_at=now,
    )
    try:
        validate_email(address)
    except ValidationError:
        delivery.state, delivery.fault = DeliveryState.FAILED, "不是有效的电子邮箱，未发送。"
    return delivery


def _message_id(bulletin: Bulletin, recipient: str) -> str:
    """The same for every attempt, so that a mail server can tell a second copy."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<bulletin-{bulletin.pk}-{sha256(recipient.encode()).hexdigest()[:12]}@{domain}>"
