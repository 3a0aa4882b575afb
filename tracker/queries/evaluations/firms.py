"""A firm with every version of its facts and taxes, and its score cards; and what lists of firms are filtered by."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from indicators.choices import AreaKind
from indicators.models import Area, User
from indicators.queries.access_areas import areas_of
from tracker.models import Enterprise, EnterpriseFact, EnterpriseTax, ScoreCard
from tracker.queries.evaluations.access import enterprises_of


def versions_of_facts(enterprise: Enterprise) -> Sequence[EnterpriseFact]:
    """The newest year and version first."""
    rows = EnterpriseFact.objects.filter(enterprise=enterprise).select_related("audit_entry")
    return list(rows.order_by("-year", "-version"))


def versions_of_taxes(enterprise: Enterprise) -> Sequence[EnterpriseTax]:
    return list(EnterpriseTax.objects.filter(enterprise=enterprise).order_by("-year", "component", "-version"))


def cards_of_firm(enterprise: Enterprise) -> Sequence[ScoreCard]:
    rows = ScoreCard.objects.filter(enterprise=enterprise).select_related("round", "group__scheme")
    return list(rows.defer("group__items", "inputs").order_by("-round__year", "round__code"))


def has_figures(enterprise: Enterprise) -> bool:
    """Whether facts or taxes of any year are stored."""
    return any(model.objects.filter(enterprise=enterprise).exists() for model in (EnterpriseFact, EnterpriseTax))


def areas_offered(user: User, firm: Enterprise | None) -> QuerySet[Area]:
    """Where a firm of the account may lie: inside its areas, or where it lies already."""
    there = {firm.area_id, firm.park_id} - {None} if firm else set()
    return Area.objects.filter(pk__in=[*areas_of(user), *there]).order_by("code")


def parks_offered(user: User, firm: Enterprise | None) -> QuerySet[Area]:
    there = [firm.park_id] if firm else []
    return areas_offered(user, firm).filter(Q(kind=AreaKind.PARK) | Q(pk__in=there))


def parks_with_firms(user: User) -> list[tuple[str, str]]:
    """Code and name of every park that a firm of the account lies in."""
    rows = enterprises_of(user).filter(park__isnull=False).order_by("park__code")
    return list(rows.values_list("park__code", "park__name").distinct())


def industries_with_firms(user: User) -> list[str]:
    rows = enterprises_of(user).exclude(industry="").order_by("industry")
    return list(rows.values_list("industry", flat=True).distinct())


def years_with_facts(user: User) -> list[int]:
    """The newest first."""
    rows = EnterpriseFact.objects.current().filter(enterprise__in=enterprises_of(user).values("pk"))
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


def with_facts_of(firms: QuerySet[Enterprise], year: int, *, present: bool) -> QuerySet[Enterprise]:
    """The firms that have facts of the year, or those that lack them."""
    facts = Exists(EnterpriseFact.objects.current().filter(enterprise=OuterRef("pk"), year=year))
    return firms.filter(facts if present else ~facts)
