"""Filters of the list of parcels."""

from django.db.models import QuerySet
from django.utils import timezone

from indicators.admin.choice_filters import OfferedFilter
from indicators.models import User
from projects.admin.parcel_words import DISPOSED_NAMES
from projects.domain.parcel_way import Disposed
from projects.models import Parcel
from projects.queries.parcel_facts import disposed_so_far, idle_parcels, late_parcels, parks_with_parcels

YES, NO = "yes", "no"


class ParkFilter(OfferedFilter):
    title = "园区"
    parameter_name = "park"

    def offered(self, user: User) -> list[tuple[str, str]]:
        return parks_with_parcels(user)

    def narrowed(self, rows: QuerySet[Parcel], user: User, chosen: str) -> QuerySet[Parcel]:
        return rows.filter(park__code=chosen)


class IdleFilter(OfferedFilter):
    """By today's answer of the rule."""

    title = "今天是否闲置"
    parameter_name = "idle"

    def offered(self, user: User) -> list[tuple[str, str]]:
        return [(YES, "闲置"), (NO, "不闲置")]

    def narrowed(self, rows: QuerySet[Parcel], user: User, chosen: str) -> QuerySet[Parcel]:
        idle = idle_parcels(rows, timezone.localdate())
        return rows.filter(pk__in=idle) if chosen == YES else rows.exclude(pk__in=idle)


class DisposedFilter(OfferedFilter):
    title = "处置情况"
    parameter_name = "disposed"

    def offered(self, user: User) -> list[tuple[str, str]]:
        return [(str(each), name) for each, name in DISPOSED_NAMES.items()]

    def narrowed(self, rows: QuerySet[Parcel], user: User, chosen: str) -> QuerySet[Parcel]:
        return disposed_so_far(rows, Disposed(chosen))


class LateFilter(OfferedFilter):
    title = "进展逾期"
    parameter_name = "late"

    def offered(self, user: User) -> list[tuple[str, str]]:
        return [(YES, "有逾期的步骤")]

    def narrowed(self, rows: QuerySet[Parcel], user: User, chosen: str) -> QuerySet[Parcel]:
        return rows.filter(pk__in=late_parcels(rows, timezone.localdate()))
