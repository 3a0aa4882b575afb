"""Who changed a round or a firm last, for forms that were opened before."""

from indicators.models import AuditEntry
from tracker.models import Enterprise, Round

OF_THE_ROUND = ("name", "trial", "schemes", "state")


def newest_change_of_round(round: Round) -> AuditEntry | None:
    """Posted facts and cancelled scorings stand under its code, too, and leave it as it is."""
    entries = AuditEntry.objects.filter(object_type="round", object_key=round.code)
    return entries.filter(new__has_any_keys=OF_THE_ROUND).order_by("-pk").first()


def newest_change_of_firm(firm: Enterprise) -> AuditEntry | None:
    """None for a firm that the trail does not name."""
    return AuditEntry.objects.filter(object_type="enterprise", object_key=firm.code).order_by("-pk").first()


def firm_version(firm: Enterprise) -> int:
    """Grows with every change of the firm, each of which writes one entry; its facts have versions of their own."""
    newest = newest_change_of_firm(firm)
    return newest.pk if newest else 0
