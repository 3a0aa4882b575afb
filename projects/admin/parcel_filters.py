"""Filters of the list of parcels."""

from collections.abc import Iterable
from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.contrib.filters.admin import DropdownFilter

from indicators.models import User
from projects.admin.parcel_words import DISPOSED_NAMES
from projects.domain.parcel_way import Disposed
from projects.models import Parcel
from projects.queries.parcel_facts import disposed_so_far, idle_parcels, late_parcels, parks_with_parcels

YES, NO = "yes", "no"
Choices = Iterable[tuple[str, str]]


class OwnChoiceFilter(DropdownFilter):
    """One of a few choices; what is none of them is refused."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Parcel]) -> QuerySet[Parcel]:
        value = self.value()
        if not value:
            return queryset
        if value not in dict(self.lookup_choices):
            raise IncorrectLookupParameters
        return self.chosen(queryset, value)

    def chosen(self, queryset: QuerySet[Parcel], value: str) -> QuerySet[Parcel]:
        raise NotImplementedError


class ParkFilter(OwnChoiceFilter):
    title = "园区"
    parameter_name = "park"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        assert isinstance(request.user, User)
        return parks_with_parcels(request.user)

    def has_output(self) -> bool:
        return True

    def chosen(self, queryset: QuerySet[Parcel], value: str) -> QuerySet[Parcel]:
        return queryset.filter(park__code=value)


class IdleFilter(OwnChoiceFilter):
    """By today's answer of the rule."""

    title = "今天是否闲置"
    parameter_name = "idle"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return ((YES, "闲置"), (NO, "不闲置"))

    def chosen(self, queryset: QuerySet[Parcel], value: str) -> QuerySet[Parcel]:
        idle = idle_parcels(queryset, timezone.localdate())
        return queryset.filter(pk__in=idle) if value == YES else queryset.exclude(pk__in=idle)


class DisposedFilter(OwnChoiceFilter):
    title = "处置情况"
    parameter_name = "disposed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(str(each), name) for each, name in DISPOSED_NAMES.items()]

    def chosen(self, queryset: QuerySet[Parcel], value: str) -> QuerySet[Parcel]:
        return disposed_so_far(queryset, Disposed(value))


class LateFilter(OwnChoiceFilter):
    title = "进展逾期"
    parameter_name = "late"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return ((YES, "有逾期的步骤"),)

    def chosen(self, queryset: QuerySet[Parcel], value: str) -> QuerySet[Parcel]:
        return queryset.filter(pk__in=late_parcels(queryset, timezone.localdate()))
