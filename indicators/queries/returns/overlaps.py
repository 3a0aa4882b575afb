"""Which unfinished returns hold a key: one figure is filled in at one place."""

from collections.abc import Iterable

from django.db.models import QuerySet

from indicators.domain.returns import UNFINISHED
from indicators.models import FormUnit, Return, ReturnCell


def unfinished_overlaps(
    *, indicators: Iterable[int], areas: Iterable[int], period: str, unit: FormUnit
) -> QuerySet[Return]:
    """Unfinished returns of other units for the period that ask for one of the indicators in one of the areas."""
    cells = ReturnCell.objects.filter(
        indicator__in=list(indicators),
        area__in=list(areas),
        in_return__period=period,
        in_return__state__in=[str(state) for state in UNFINISHED],
    ).exclude(in_return__unit=unit)
    return (
        Return.objects.filter(pk__in=cells.values("in_return")).select_related("form", "unit").order_by("form", "unit")
    )


def overlapping_units(unit: FormUnit) -> QuerySet[FormUnit]:
    """Active units of active forms of the same frequency that would ask for the same figures as `unit`."""
    return (
        FormUnit.objects.filter(
            is_active=True,
            form__is_active=True,
            form__frequency=unit.form.frequency,
            areas__in=unit.areas.all(),
            form__items__indicator__in=unit.form.items.values("indicator"),
        )
        .exclude(pk=unit.pk)
        .select_related("form")
        .order_by("form__code", "code")
        .distinct()
    )
