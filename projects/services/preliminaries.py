"""Preliminary procedures and the site's needs: added, applied for, done; a change has its reason."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from indicators.services.audit import Actor
from indicators.services.records import save_record
from projects.models import Preliminary
from projects.services.register import check_standing


@transaction.atomic
def save_preliminary(*, preliminary: Preliminary, actor: Actor, reason: str = "") -> frozenset[str]:
    """Add or change an item; returns what changed. Raises `ValidationError` with every fault.

    A reason is asked for once the item was done or found not needed: before that its days are expected to move.
    """
    stored = Preliminary.objects.select_for_update(of=("self",)).filter(pk=preliminary.pk).first()
    is_settled = stored is not None and (stored.done_on is not None or not stored.is_needed)
    check_standing(preliminary.project, actor, reason, is_stored=is_settled)
    faults: dict[str, list[str]] = {}
    for field, message in _faults(preliminary):
        faults.setdefault(field, []).append(message)
    if faults:
        raise ValidationError(faults)
    key = f"{preliminary.project.code} {preliminary.name}"
    return save_record(instance=preliminary, key=key, actor=actor, reason=reason, fixed=["project"])


def _faults(preliminary: Preliminary) -> Iterator[tuple[str, str]]:
    today, applied_on, done_on = timezone.localdate(), preliminary.applied_on, preliminary.done_on
    for field, day in (("applied_on", applied_on), ("done_on", done_on)):
        if day and day > today:
            yield field, "不能晚于今天"
    if applied_on and done_on and done_on < applied_on:
        yield "done_on", f"办结日期早于受理日期 {applied_on}"
    if not preliminary.is_needed and not preliminary.note.strip():
        yield "note", "不需要办理的，须说明依据"
