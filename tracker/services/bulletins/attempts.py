"""One attempt at one e-mail: each step is committed before the next, so that a crash shows and nothing is sent twice.

waiting → (committed) sending → the server has it → (committed) sent. What a dead process left in `sending` may or may
not have arrived: it becomes uncertain, and only a person sends it again.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tracker.choices import DeliveryState
from tracker.domain.bulletins.way import Refusal
from tracker.models import BulletinDelivery
from tracker.queries.bulletins.deliveries import has_newer_issue
from tracker.services.bulletins.handing_over import ASK_FIRST, Outcome, hand_over
from tracker.services.bulletins.letters import letter_for
from tracker.services.bulletins.undelivered import settle_delivered, tell_undelivered

ABANDONED_AFTER = timedelta(minutes=1)
DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)


def attempt(pk: int, connection: BaseEmailBackend, *, now: datetime | None = None) -> Outcome | None:
    """Bring one waiting delivery to its end; None where another process is at it. Not to be called in a transaction."""
    begun_at = now or timezone.now()  # not when the run began: a long run must not look abandoned
    begun = _begin(pk, begun_at)
    if begun is None or begun.state != DeliveryState.SENDING:
        return begun
    return _hand_over(pk, begun_at, connection, now)


def hindrances(delivery: BulletinDelivery) -> Iterator[Refusal]:
    """Why a delivery must not reach its recipient any more."""
    if has_newer_issue(delivery.bulletin):
        yield Refusal("not_latest", "这一期已签发更正稿，旧版不再发送")
    if delivery.recipient and not delivery.recipient.is_active:
        yield Refusal("inactive", "收件人的账号已停用")


def locked_deliveries(*, skip_locked: bool = False) -> QuerySet[BulletinDelivery]:
    """Deliveries with what a letter needs, each row locked until the end of the transaction."""
    rows = BulletinDelivery.objects.select_for_update(skip_locked=skip_locked, of=("self",))
    return rows.select_related("bulletin__definition", "recipient")


@transaction.atomic(durable=True)
def _begin(pk: int, moment: datetime) -> Outcome | None:
    """Mark that the delivery is being handed over; one that must not be sent any more fails, with the reason."""
    waiting = locked_deliveries(skip_locked=True).filter(state=DeliveryState.WAITING, next_attempt_at__lte=moment)
    delivery = waiting.filter(pk=pk).first()
    if delivery is None:
        return None
    hindrance = next(hindrances(delivery), None)
    if hindrance is None:
        outcome = Outcome(state=DeliveryState.SENDING)
        delivery.handed_over_at = moment
        delivery.attempts += 1
    else:
        outcome = Outcome(state=DeliveryState.FAILED, fault=hindrance.message)
    delivery.state, delivery.fault = outcome.state, outcome.fault
    delivery.save()
    if outcome.state == DeliveryState.FAILED:
        tell_undelivered(delivery.bulletin)
    return outcome


@transaction.atomic(durable=True)
def _hand_over(pk: int, begun_at: datetime, connection: BaseEmailBackend, now: datetime | None) -> Outcome | None:
    """Send while the row is locked, unless somebody took this process for dead in between."""
    delivery = locked_deliveries().filter(pk=pk, state=DeliveryState.SENDING, handed_over_at=begun_at).first()
    if delivery is None:
        return None
    outcome = hand_over(letter_for(delivery, connection), connection)
    moment = now or timezone.now()
    if outcome.state == DeliveryState.SENT:
        delivery.sent_at = moment
    elif outcome.state == DeliveryState.WAITING:
        if delivery.attempts > len(DELAYS):
            outcome = replace(outcome, state=DeliveryState.FAILED)
        else:
            delivery.next_attempt_at = moment + DELAYS[delivery.attempts - 1]
    delivery.state, delivery.fault = outcome.state, outcome.fault
    delivery.save()
    if outcome.state == DeliveryState.SENT:
        settle_delivered(delivery.bulletin)
    elif outcome.state in (DeliveryState.FAILED, DeliveryState.UNCERTAIN):
        tell_undelivered(delivery.bulletin)
    return outcome


@transaction.atomic
def mark_abandoned(*, now: datetime) -> int:
    """Deliveries whose process died between hand-over and log; one that somebody has locked is being sent."""
    sending = locked_deliveries(skip_locked=True).filter(state=DeliveryState.SENDING)
    abandoned = list(sending.filter(handed_over_at__lt=now - ABANDONED_AFTER).order_by("pk"))
    for delivery in abandoned:
        delivery.state = DeliveryState.UNCERTAIN
        delivery.fault = f"交给邮件服务器时程序中断，不知是否已送达。{ASK_FIRST}"
        delivery.save()
    for bulletin in {delivery.bulletin for delivery in abandoned}:
        tell_undelivered(bulletin)
    return len(abandoned)
