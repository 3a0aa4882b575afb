"""What is to be sent, and the log of what was: one line a recipient and channel."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from tracker.choices import BulletinState
from tracker.models import Bulletin, BulletinDelivery

# The mark of a bulletin that was released to nobody, see `services/bulletins/releasing.py`; no line of the log.
TO_NOBODY = Q(recipient=None, address="")


def deliveries_of(bulletin: Bulletin) -> QuerySet[BulletinDelivery]:
    """The log of one bulletin with its recipients, in the order of channels and names."""
    lines = BulletinDelivery.objects.filter(bulletin=bulletin).exclude(TO_NOBODY)
    return lines.select_related("recipient").order_by("channel", "recipient__username", "address", "pk")


def delivery_summary(bulletins: Iterable[Bulletin]) -> dict[int, dict[str, int]]:
    """For each bulletin how many of its deliveries are in which state; a state without any is absent. One query."""
    counts: dict[int, dict[str, int]] = {bulletin.pk: {} for bulletin in bulletins}
    lines = BulletinDelivery.objects.filter(bulletin__in=list(counts)).exclude(TO_NOBODY).order_by()
    for bulletin, state, count in lines.values_list("bulletin", "state").annotate(count=Count("pk")):
        counts[bulletin][state] = count
    return counts


def due_for_release(now: datetime) -> QuerySet[Bulletin]:
    """Issued, past their embargo, never released, and the newest issued version of their period."""
    newer = _newer_issues(OuterRef("definition"), OuterRef("period"), OuterRef("version"))
    released = BulletinDelivery.objects.filter(bulletin=OuterRef("pk"))
    over = Q(embargo_until=None) | Q(embargo_until__lte=now)
    return Bulletin.objects.filter(over, ~Exists(newer), ~Exists(released), state=BulletinState.ISSUED)


def has_newer_issue(bulletin: Bulletin) -> bool:
    """Whether a corrected version has been issued since: this one goes to nobody any more."""
    return _newer_issues(bulletin.definition_id, bulletin.period, bulletin.version).exists()


def _newer_issues(definition: int | OuterRef, period: str | OuterRef, version: int | OuterRef) -> QuerySet[Bulletin]:
    return Bulletin.objects.filter(
        definition=definition, period=period, version__gt=version, state=BulletinState.ISSUED
    )
