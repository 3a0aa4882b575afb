"""Definitions by their names, and what a page shows about them."""

from tracker.models import BulletinDefinition


def definition_named(code: str) -> BulletinDefinition | None:
    """The definition with the code, with what a run needs."""
    rows = BulletinDefinition.objects.select_related("peer_group", "focus_area", "template")
    return rows.filter(code=code).first()
