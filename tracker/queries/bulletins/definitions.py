"""Definitions by their names, and what their pages show and offer."""

from collections.abc import Iterable

from django.db.models import Count, Prefetch, Q, QuerySet

from indicators.models import User
from tracker.choices import BulletinState
from tracker.models import Bulletin, BulletinDefinition, BulletinSection, BulletinTemplate
from tracker.queries.bulletins.access import READERS


def definition_named(code: str) -> BulletinDefinition | None:
    """The definition with the code, with what a run needs."""
    rows = BulletinDefinition.objects.select_related("peer_group", "focus_area", "template")
    return rows.filter(code=code).first()


def active_definitions() -> QuerySet[BulletinDefinition]:
    """Those in use."""
    return BulletinDefinition.objects.filter(is_active=True)


def with_bulletins(definitions: QuerySet[BulletinDefinition]) -> QuerySet[BulletinDefinition]:
    """Definitions with their periodic task, how many bulletins they have (`bulletin_count`), and which (`made`)."""
    kept = Bulletin.objects.exclude(state=BulletinState.DISCARDED).only("definition_id", "period").order_by("pk")
    return (
        definitions.select_related("peer_group", "periodic_task__crontab")
        .annotate(bulletin_count=Count("bulletins", distinct=True))
        .prefetch_related(Prefetch("bulletins", kept, to_attr="made"))
    )


def stored_sections(ids: Iterable[int]) -> QuerySet[BulletinSection]:
    """Sections as they are stored."""
    return BulletinSection.objects.filter(pk__in=list(ids)).select_related("definition", "indicator")


def sections_of_page(sections: QuerySet[BulletinSection]) -> QuerySet[BulletinSection]:
    """Sections with what a page shows of them."""
    return sections.select_related("definition", "indicator", "peer_group", "area", "plan")


def possible_recipients(definition: BulletinDefinition | None) -> QuerySet[User]:
    """Active accounts that may read bulletins; and whoever is a recipient already, to be seen and taken out."""
    offered = Q(is_active=True, role__in=READERS)
    if definition and definition.pk:
        offered |= Q(pk__in=definition.recipients.values("pk"))
    return User.objects.filter(offered).order_by("role", "username")


def templates_to_choose(definition: BulletinDefinition | None) -> QuerySet[BulletinTemplate]:
    """Those in use, and the one that the definition has; without their files."""
    chosen = definition.template_id if definition else None
    return BulletinTemplate.objects.filter(Q(is_active=True) | Q(pk=chosen)).defer("content")


def template_with_file(pk: int) -> BulletinTemplate | None:
    return BulletinTemplate.objects.filter(pk=pk).first()
