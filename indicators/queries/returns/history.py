"""The way a return has gone, for those who work with it; the whole trail is the auditor's."""

from django.db.models import Max, Q, QuerySet

from indicators.choices import AuditAction
from indicators.models import AuditEntry, Return


def steps_taken(of: Return) -> QuerySet[AuditEntry]:
    """Every step, newest first; saving drafts is left out, except the last save of each person."""
    entries = AuditEntry.objects.filter(object_type="return", object_key=of.key)
    saves = entries.filter(action=AuditAction.CHANGED)
    last_saves = saves.values("actor_name").annotate(last=Max("pk")).values("last")
    return entries.filter(~Q(action=AuditAction.CHANGED) | Q(pk__in=last_saves)).order_by("-pk")


def changes_of_cell(of: Return, cell_key: str) -> QuerySet[AuditEntry]:
    """Every save that touched one cell, newest first."""
    return AuditEntry.objects.filter(object_type="return", object_key=of.key, new__has_key=cell_key).order_by("-pk")
