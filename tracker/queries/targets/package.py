"""Plans and their targets as rows of a data package: plans by code, targets in the order of the table."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F
from django.db.models.functions import Collate

from indicators.domain.numbers import plain
from tracker.models import Plan, Target, YearlyTarget

Cells = tuple[Any, ...]


def plan_rows() -> Iterator[Cells]:
    for plan in Plan.objects.select_related("area", "predecessor").order_by(Collate("code", "C")):
        yield (
            plan.code,
            plan.name,
            plan.start_year,
            plan.end_year,
            plan.area.code if plan.area else "",
            plan.predecessor.code if plan.predecessor else "",
        )


def target_rows() -> Iterator[Cells]:
    rows = Target.objects.select_related("plan", "indicator", "area", "reference", "department")
    key = (Collate("plan__code", "C"), "position", Collate("indicator__code", "C"), Collate("area__code", "C"))
    for each in rows.order_by(*key, "form", "measure", F("adopted_on").asc(nulls_first=True)):
        yield (
            each.plan.code,
            each.indicator.code,
            each.area.code,
            each.category,
            each.attribute,
            each.form,
            each.base_year or "",
            plain(each.base_value),
            plain(each.value),
            plain(each.tolerance),
            each.reference.code if each.reference else "",
            each.text,
            each.adopted_on or "",
            each.document,
            each.reason,
            each.department.name if each.department else "",
            each.note,
            each.measure,
        )


def yearly_target_rows() -> Iterator[Cells]:
    rows = YearlyTarget.objects.select_related("plan", "indicator", "area", "department")
    key = (Collate("plan__code", "C"), Collate("indicator__code", "C"), Collate("area__code", "C"))
    for each in rows.order_by(*key, "year", "form", "measure", F("adopted_on").asc(nulls_first=True)):
        yield (
            each.plan.code,
            each.indicator.code,
            each.area.code,
            each.year,
            each.form,
            plain(each.value),
            plain(each.tolerance),
            each.text,
            each.adopted_on or "",
            each.document,
            each.department.name if each.department else "",
            each.measure,
        )
