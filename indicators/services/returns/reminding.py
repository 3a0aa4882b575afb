"""Reminders (催报): by schedule when a deadline is near or over, by hand from the board.

The schedule reminds once a day for each return, and not on a day on which somebody did by hand.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from indicators.choices import AuditAction, InboxKind, Role
from indicators.domain.returns import FILLING
from indicators.models import InboxItem, Return
from indicators.services.audit import Actor, record
from indicators.services.inbox import tell
from indicators.services.returns.opening import SCHEDULE


def remind_late_returns(*, today: date | None = None) -> int:
    """Remind the clerks of returns that are due soon or late; running it again the same day reminds nobody twice."""
    day = today or timezone.localdate()
    waiting = Return.objects.filter(state__in=[str(state) for state in FILLING], opens_on__lte=day)
    reminded = 0
    for of in waiting.select_related("form").order_by("pk"):
        if of.window.closes_on - timedelta(days=of.form.remind_before) <= day:
            reminded += _remind(of.pk, actor=SCHEDULE, day=day)
    return reminded


def remind(*, returns: Iterable[Return], actor: Actor) -> int:
    """Remind by hand; the caller has chosen returns that the actor may see. Returns how many were reminded."""
    if actor.user and not actor.user.has_perm("indicators.remind_return"):
        raise PermissionDenied("催报由审核岗或审定发布岗办理")
    day = timezone.localdate()
    return sum(_remind(of.pk, actor=actor, day=day) for of in returns)


@transaction.atomic
def _remind(pk: int, *, actor: Actor, day: date) -> bool:
    # Two runs at the same time must not both remind, nor of what was handed in a moment ago.
    of = Return.objects.select_for_update(of=("self",)).select_related("form", "unit", "clerk").get(pk=pk)
    today = InboxItem.objects.filter(about=of, kind=InboxKind.REMINDER, created_at__date=day)
    if of.state not in FILLING or (actor is SCHEDULE and today.exists()):
        return False
    closes_on = of.window.closes_on
    late = (
        f"已于 {closes_on} 截止，尚未报送" if closes_on < day else f"{closes_on} 截止，还有 {(closes_on - day).days} 天"
    )
    told = tell(
        role=Role.ENTRY,
        kind=InboxKind.REMINDER,
        about=of,
        text=f"催报：{of} {late}",
        due_on=closes_on,
        sender=actor.name,
    )
    if not told:
        return False
    record(
        actor=actor,
        action=AuditAction.REMINDED,
        object_type="return",
        object_key=of.key,
        new={"reminded": [person.username for person in told]},
    )
    return True
