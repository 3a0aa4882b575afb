"""The targets of a plan in force on a day, in the order of its table."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import TypeVar

from django.db.models import QuerySet

from indicators.queries.lists.codes import UnknownCodeError
from tracker.models import Plan, Target, YearlyTarget

T = TypeVar("T", Target, YearlyTarget)

INDICATORS = ("indicator", "reference")
INPUTS = tuple(f"{each}__{source}" for each in INDICATORS for source in ("numerator", "denominator"))
REFERRED = ("plan", "area", "department", "indicator__department", *INDICATORS, *INPUTS)
YearKey = tuple[int, int, int]  # indicator, area, year


def plan_named(code: str) -> Plan:
    """The plan; raises `UnknownCodeError`."""
    found = None if "\0" in code else Plan.objects.select_related("area").filter(code=code).first()
    if found is None:
        raise UnknownCodeError("plan", code)
    return found


def targets_in_force(plan: Plan, on: date) -> list[Target]:
    """Of each key the newest row adopted by `on`, without those repealed; one query."""
    rows = Target.objects.filter(plan=plan).adopted_by(on).select_related(*REFERRED)
    newest = {(each.indicator_id, each.area_id, each.form, each.measure): each for each in _oldest_first(rows)}
    return in_table_order(each for each in newest.values() if not each.is_repealed)


def all_targets(plan: Plan) -> list[Target]:
    """Every revision of every target of the plan; one query."""
    return list(Target.objects.filter(plan=plan).select_related(*REFERRED).order_by("position", "pk"))


def in_table_order(targets: Iterable[Target]) -> list[Target]:
    """Line by line: the targets of one indicator and area stand together, where the first of them stands."""
    listed = sorted(targets, key=lambda each: (each.position, each.pk or 0))
    first: dict[tuple[int, int], int] = {}
    for place, each in enumerate(listed):
        first.setdefault((each.indicator_id, each.area_id), place)
    return sorted(listed, key=lambda each: first[each.indicator_id, each.area_id])


def lines_of(targets: Iterable[Target]) -> Iterator[list[Target]]:
    """The lines of the table from targets in table order."""
    for _, line in groupby(targets, key=lambda each: (each.indicator_id, each.area_id)):
        yield list(line)


def yearly_targets_in_force(plan: Plan, on: date) -> list[YearlyTarget]:
    """Of each line and year the rows of the newest adoption by `on`, whatever their form; one query."""
    rows = YearlyTarget.objects.filter(plan=plan).adopted_by(on).select_related("indicator", "area", "department")
    ordered = _oldest_first(rows)
    newest = {(each.indicator_id, each.area_id, each.year): each.adopted_on for each in ordered}
    kept = [each for each in ordered if each.adopted_on == newest[each.indicator_id, each.area_id, each.year]]
    return sorted(kept, key=lambda each: (each.indicator.code, each.area.code, each.year, each.pk))


def _oldest_first(rows: QuerySet[T]) -> list[T]:
    return sorted(rows, key=lambda each: (each.adopted_on or date.min, each.pk))
