"""What a schedule does when it fires: the bulletin that is due, once."""

from django.utils import timezone

from indicators.services.audit import Actor
from tracker.models import BulletinDefinition, BulletinRun
from tracker.queries.bulletins.due import period_to_run
from tracker.services.bulletins.errors import BulletinRefusedError
from tracker.services.bulletins.running import perform_run, request_run

BY_SCHEDULE = Actor(name="定时任务")


def run_scheduled_bulletin(*, definition: int) -> BulletinRun | None:
    """The run of the period that is due; None where nothing is, or there is a bulletin already."""
    found = BulletinDefinition.objects.filter(pk=definition, is_active=True).first()
    period = period_to_run(found, timezone.localdate()) if found else None
    if found is None or period is None or _is_made(found, str(period)):
        return None
    try:
        run = request_run(definition=found, period=str(period), actor=BY_SCHEDULE)
    except BulletinRefusedError:
        return None  # nothing to make it of yet: the definition has no sections
    return perform_run(pk=run.pk)


def _is_made(definition: BulletinDefinition, period: str) -> bool:
    return definition.bulletins.filter(period=period).exclude(state="discarded").exists()
