"""A form that was opened before somebody else's change is refused, and says whose change it was."""

from django.utils import timezone

from indicators.models import AuditEntry


def stale_reason(what: str, newest: AuditEntry | None) -> str:
    """`newest` is the last change of `what`, None where the trail has none."""
    who = f"{newest.actor_name} 于 {timezone.localtime(newest.at):%Y-%m-%d %H:%M} " if newest else "有人"
    return f"{who}改动过{what}，您打开的页面还是改动之前的；没有存入任何内容，请重新打开后再改"
