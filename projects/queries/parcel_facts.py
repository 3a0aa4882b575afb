"""What is known of parcels: whether idle on a day, what is disposed of, the way with what is next and late."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, DecimalField, F, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from indicators.choices import AreaKind
from indicators.domain.exact import exact
from indicators.models import Area, AuditEntry, User
from indicators.queries.access_areas import areas_of
from projects.domain.disposals import wholly_disposed_on
from projects.domain.idle import ParcelState, idleness
from projects.domain.package_tables import PARCEL_STATE
from projects.domain.parcel_way import Disposed, Step, StepPlan, WayLine, disposed_share, late_steps, parcel_way
from projects.models import Disposal, Parcel, ParcelStep
from projects.queries.access import parcels_of

AREA = DecimalField(max_digits=30, decimal_places=15)
HISTORY = ("parcel", "disposal", "parcelstep")


def parcels_with_disposed(user: User) -> QuerySet[Any]:
    """The parcels inside the account's areas, with `disposed_mu` and `left_mu`."""
    sums = Disposal.objects.filter(parcel=OuterRef("pk")).order_by().values("parcel").values(total=Sum("area_mu"))
    disposed = Coalesce(Subquery(sums), Value(Decimal(0)), output_field=AREA)
    rows = parcels_of(user).select_related("park").annotate(disposed_mu=disposed)
    return rows.annotate(left_mu=F("area_mu") - F("disposed_mu"))


def state_of(parcel: Parcel) -> ParcelState:
    return ParcelState(**{name: getattr(parcel, name) for name in PARCEL_STATE})


def idle_parcels(parcels: QuerySet[Parcel], on: date) -> list[int]:
    """The ids of those that are idle on a day."""
    rows = parcels.order_by().values_list("pk", *PARCEL_STATE)
    return [
        pk for pk, *state in rows if idleness(ParcelState(**dict(zip(PARCEL_STATE, state, strict=True))), on).is_idle
    ]


def idle_among(parcels: QuerySet[Parcel], on: date) -> list[Parcel]:
    rows = parcels.select_related("park").order_by("park__code", "code")
    return [parcel for parcel in rows if idleness(state_of(parcel), on).is_idle]


def disposed_so_far(parcels: QuerySet[Any], share: Disposed) -> QuerySet[Any]:
    """Of `parcels_with_disposed`, those of which so much is disposed of."""
    if share is Disposed.NONE:
        return parcels.filter(disposed_mu__lte=0)
    if share is Disposed.WHOLLY:
        return parcels.filter(disposed_mu__gte=F("area_mu"))
    return parcels.filter(disposed_mu__gt=0, disposed_mu__lt=F("area_mu"))


def with_way(parcels: QuerySet[Parcel]) -> QuerySet[Parcel]:
    """What `way_of` reads, for all of them in two queries."""
    return parcels.prefetch_related("steps", "disposals")


@exact
def way_of(parcel: Parcel, on: date) -> list[WayLine]:
    """The way of a parcel on a day."""
    plans = {
        Step(row.step): StepPlan(owner=row.owner, due_on=row.due_on, done_on=row.done_on) for row in parcel.steps.all()
    }
    entries = [(row.confirmed_on, row.area_mu) for row in parcel.disposals.all() if row.confirmed_on <= on]
    disposed = disposed_share(parcel.area_mu, sum((area_mu for _, area_mu in entries), Decimal(0)))
    return parcel_way(plans, disposed, wholly_disposed_on(parcel.area_mu, entries), on)


def late_parcels(parcels: QuerySet[Parcel], on: date) -> list[int]:
    """The ids of those with a step that should have been done."""
    due = ParcelStep.objects.filter(due_on__lt=on).order_by().values("parcel")
    asked = with_way(Parcel.objects.filter(pk__in=parcels.order_by().values("pk")).filter(pk__in=due))
    return [parcel.pk for parcel in asked if late_steps(way_of(parcel, on))]


def disposals_with_entries(parcel: Parcel) -> list[Disposal]:
    return list(parcel.disposals.order_by("confirmed_on", "pk"))


def steps_of(parcel: Parcel) -> dict[Step, ParcelStep]:
    return {Step(row.step): row for row in parcel.steps.all()}


def entries_about(parcel: Parcel) -> QuerySet[AuditEntry]:
    """Who entered what of a parcel, its disposals and its steps, oldest first."""
    keys = [parcel.code, *(f"{parcel.code}/{step}" for step in Step)]
    return AuditEntry.objects.filter(object_type__in=HISTORY, object_key__in=keys).order_by("pk")


def modes_in_use(user: User) -> list[str]:
    rows = Disposal.objects.filter(parcel__in=parcels_of(user))
    return sorted(set(rows.order_by().values_list("mode", flat=True).distinct()))


def parks_with_parcels(user: User) -> list[tuple[str, str]]:
    """Code and name of the account's parks that have parcels."""
    return list(parcels_of(user).order_by("park__code").values_list("park__code", "park__name").distinct())


def own_parks(user: User) -> QuerySet[Area]:
    """Where the account may keep parcels: parks first, then the other areas given to it."""
    rows = Area.objects.without_tree_fields().filter(pk__in=areas_of(user))
    return rows.order_by(Case(When(kind=AreaKind.PARK, then=0), default=1), "code")
