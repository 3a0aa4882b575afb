"""Mailing what was released, in runs that may come often; and sending again what a person says is to be sent again."""

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.utils import timezone

from indicators.choices import AuditAction
from indicators.queries.access import publishes
from indicators.services.audit import Actor, record
from tracker.choices import DeliveryChannel, DeliveryState
from tracker.domain.bulletins.way import Refusal
from tracker.models import BulletinDelivery
from tracker.services.bulletins.attempts import attempt, hindrances, locked_deliveries, mark_abandoned
from tracker.services.bulletins.errors import BulletinRefusedError
from tracker.services.bulletins.handing_over import hang_up

logger = logging.getLogger(__name__)
BATCH = 200
# A server that looks through attachments answers late; whoever hangs up on it does not know what became of the mail.
ANSWER_WITHIN = 30  # seconds

NOT_RESENT = {
    DeliveryState.WAITING: Refusal("waiting", "这封邮件正等待自动发送，不必重发"),
    DeliveryState.SENDING: Refusal("sending", "这封邮件正在发送，请稍后再看结果"),
    DeliveryState.SENT: Refusal("sent", "这封邮件已发出，不再重发"),
}


class Mailed(NamedTuple):
    """How many deliveries a run brought to which end; `put_off` are tried again later."""

    sent: int
    put_off: int
    failed: int
    uncertain: int


def mail_deliveries(*, now: datetime | None = None) -> Mailed:
    """Send the e-mails that are due, over one connection where it holds; not to be called inside a transaction.

    Safe to run twice at once. Where the server cannot be reached the run ends with the delivery that found out. With
    `now` every step happens at that moment.
    """
    ends = [DeliveryState.UNCERTAIN] * mark_abandoned(now=now or timezone.now())
    if settings.EMAIL_CONFIGURED:
        ends += _mail_what_is_due(now)
    return Mailed(
        sent=ends.count(DeliveryState.SENT),
        put_off=ends.count(DeliveryState.WAITING),
        failed=ends.count(DeliveryState.FAILED),
        uncertain=ends.count(DeliveryState.UNCERTAIN),
    )


def _mail_what_is_due(now: datetime | None) -> list[DeliveryState]:
    due = BulletinDelivery.objects.filter(
        channel=DeliveryChannel.EMAIL, state=DeliveryState.WAITING, next_attempt_at__lte=now or timezone.now()
    )
    connection = get_connection(timeout=ANSWER_WITHIN)
    ends: list[DeliveryState] = []
    try:
        for pk in list(due.order_by("next_attempt_at", "pk").values_list("pk", flat=True)[:BATCH]):
            outcome = attempt(pk, connection, now=now)
            if outcome is None:
                continue
            ends.append(outcome.state)
            if not outcome.reached:
                logger.warning("The mail server cannot be reached, bulletins wait: %s", outcome.fault)
                break
    finally:
        hang_up(connection)
    return ends


@transaction.atomic
def resend_delivery(*, pk: int, reason: str, actor: Actor) -> BulletinDelivery:
    """Let a failed or uncertain e-mail be sent again, to the address that the recipient has now, at once.

    It keeps its Message-ID, by which mail servers drop a second copy. Only a publisher may, and says why; raises
    `BulletinRefusedError` with every reason against it.
    """
    delivery = locked_deliveries().get(pk=pk)
    if refusals := list(_against_resending(delivery, reason, actor)):
        raise BulletinRefusedError(refusals)
    old = {"delivery": str(delivery), "state": delivery.state, "address": delivery.address, "fault": delivery.fault}
    if delivery.recipient:
        delivery.address = delivery.recipient.email
    delivery.state = DeliveryState.WAITING
    delivery.attempts = 0
    delivery.next_attempt_at = timezone.now()
    delivery.fault = ""
    delivery.save()
    record(
        actor=actor,
        action=AuditAction.SENT,
        object_type="bulletin",
        object_key=delivery.bulletin.key,
        old=old,
        new={"delivery": str(delivery), "state": delivery.state, "address": delivery.address},
        reason=reason.strip(),
    )
    return delivery


def _against_resending(delivery: BulletinDelivery, reason: str, actor: Actor) -> Iterator[Refusal]:
    if actor.user is None or not publishes(actor.user):
        yield Refusal("not_your_role", "重发由审定发布岗办理")
    if not reason.strip():
        yield Refusal("reason_required", "请写明重发的理由")
    if delivery.channel != DeliveryChannel.EMAIL:
        yield Refusal("not_an_email", "这不是电子邮件，不必重发")
    elif delivery.state in NOT_RESENT:
        yield NOT_RESENT[DeliveryState(delivery.state)]
    if delivery.recipient and not delivery.recipient.email:
        yield Refusal("no_address", "收件人的账号没有电子邮箱")
    if not settings.EMAIL_CONFIGURED:
        yield Refusal("not_configured", "本系统没有配置邮件服务器，不能发送")
    yield from hindrances(delivery)
