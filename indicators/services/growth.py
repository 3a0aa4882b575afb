"""Keeping the growth table right: load → compute → store, only where something differs."""

from django.db import transaction

from indicators.models import Growth, Indicator
from indicators.models.bulk import Row, replace_rows
from indicators.queries.areas import Lineages, lineages
from indicators.queries.growth import CalculationScope, Key, computed_growth_rows, dependent_keys, dependent_ratios

KEY = ("indicator_id", "area_id", "period")
COLUMNS = (
    "period_end",
    "observation_id",
    "value",
    "published",
    "computed",
    "computed_unit",
    "single_period",
    "computed_value",
    "reason",
    "method",
)


@transaction.atomic
def refresh_growth(*, scope: CalculationScope) -> set[Row]:
    """Compute again what the scope reaches; returns the (indicator id, area id, period) of every row that changed."""
    tree = lineages()
    changed: set[Row] = set()
    whole = _whole_indicators(scope)
    for indicator in whole.values():
        changed |= _refresh(indicator, tree, None)
    keys = {pk: each for pk, each in dependent_keys(scope.figures, tree).items() if pk not in whole}
    for indicator in Indicator.objects.filter(pk__in=keys).select_related("numerator", "denominator"):
        changed |= _refresh(indicator, tree, keys[indicator.pk])
    return changed


def _whole_indicators(scope: CalculationScope) -> dict[int, Indicator]:
    """The indicators to compute from end to end, ratios over them included."""
    listed = Indicator.objects.select_related("numerator", "denominator").order_by("pk")
    if scope.everything:
        return {each.pk: each for each in listed}
    found = {each.pk: each for each in listed.filter(pk__in=scope.indicators)}
    return {**found, **{each.pk: each for each in dependent_ratios(found)}}


def _refresh(indicator: Indicator, tree: Lineages, keys: set[Key] | None) -> set[Row]:
    rows = computed_growth_rows(indicator, tree, keys)
    if keys is None:
        stored = Growth.objects.filter(indicator=indicator).values_list("area_id", "period")
        obsolete = set(stored) - {(area, str(period)) for area, period in rows}
    else:
        obsolete = {(area, str(period)) for area, period in keys if (area, period) not in rows}
    return replace_rows(
        model=Growth,
        key=KEY,
        columns=COLUMNS,
        rows=(
            (
                indicator.pk,
                area,
                str(period),
                period.last_day,
                observation,
                row.value,
                row.published,
                row.computed,
                row.computed_unit or "",
                row.single_period,
                row.computed_value,
                row.reason or "",
                row.method,
            )
            for (area, period), (observation, row) in rows.items()
        ),
        obsolete=((indicator.pk, area, period) for area, period in obsolete),
    )
