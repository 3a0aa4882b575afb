"""Forms and units for the screens of those who keep them."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from indicators.models import FormItem, FormUnit, Return, ReturnForm


def with_sizes(forms: QuerySet[ReturnForm]) -> QuerySet[ReturnForm]:
    """Forms with how many indicators (`indicator_count`) and active units (`unit_count`) they have."""
    active = Q(units__is_active=True)
    return forms.annotate(
        indicator_count=Count("items", distinct=True), unit_count=Count("units", filter=active, distinct=True)
    )


def active_units(form: ReturnForm, period: str) -> QuerySet[FormUnit]:
    """Active units of a form, each with whether its return of the period is there (`is_open`)."""
    there = Return.objects.filter(unit=OuterRef("pk"), period=period)
    return form.units.filter(is_active=True).select_related("form").annotate(is_open=Exists(there)).order_by("code")


def stored_items(ids: list[int]) -> QuerySet[FormItem]:
    """Items of forms as they are stored."""
    return FormItem.objects.filter(pk__in=ids).select_related("form", "indicator")
