"""Definitions by their names, and what a page shows about them."""

from collections.abc import Iterable

from django.db.models import Count, QuerySet

from indicators.choices import Role
from indicators.models import User
from tracker.models import BulletinDefinition, BulletinSection


def definition_named(code: str) -> BulletinDefinition | None:
    """The definition with the code, with what a run needs."""
    rows = BulletinDefinition.objects.select_related("peer_group", "focus_area", "template")
    return rows.filter(code=code).first()


def possible_recipients() -> QuerySet[User]:
    """Active accounts that can read bulletins."""
    roles = (Role.ENTRY, Role.REVIEWER, Role.PUBLISHER, Role.VIEWER)
    return User.objects.filter(is_active=True, role__in=roles).order_by("role", "username")


def with_bulletins(rows: QuerySet[BulletinDefinition]) -> QuerySet[BulletinDefinition]:
    return rows.annotate(bulletin_count=Count("bulletins", distinct=True))


def stored_sections(ids: Iterable[int]) -> list[BulletinSection]:
    return list(BulletinSection.objects.filter(pk__in=list(ids)).select_related("definition", "indicator"))


def active_definitions() -> QuerySet[BulletinDefinition]:
    return BulletinDefinition.objects.filter(is_active=True)
