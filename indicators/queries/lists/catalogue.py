"""The catalogue as a list."""

from indicators.models import Indicator
from indicators.queries.lists.codes import department_named, indicator_named
from indicators.queries.lists.pages import Listing
from indicators.queries.lists.texts import Column, OrNull, Plain

COLUMNS: dict[str, Column] = {
    "code": "code",
    "name": "name",
    "measure_unit": "measure_unit",
    "kind": "kind",
    "direction": "direction",
    "frequency": "frequency",
    "decimals": "decimals",
    "growth_decimals": "growth_decimals",
    "numerator": "numerator__code",
    "denominator": "denominator__code",
    "factor": Plain("factor"),
    "growth_computable": "growth_computable",
    "department": "department__name",
    "theme": OrNull("theme"),
    "definition": OrNull("definition"),
    "partition": "partition__code",
}


def indicator_list(
    *,
    indicator: str | None = None,
    kind: str | None = None,
    frequency: str | None = None,
    department: str | None = None,
    theme: str | None = None,
) -> Listing:
    rows = Indicator.objects.all()
    if indicator is not None:
        rows = rows.filter(pk=indicator_named(indicator).pk)
    if kind is not None:
        rows = rows.filter(kind=kind)
    if frequency is not None:
        rows = rows.filter(frequency=frequency)
    if department is not None:
        rows = rows.filter(department=department_named(department))
    if theme is not None:
        rows = rows.filter(theme=theme)
    return Listing(queryset=rows, key=("code",), columns=COLUMNS)
