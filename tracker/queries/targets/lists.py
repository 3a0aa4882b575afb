"""A plan's table and its assessment as rows of the interface."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from indicators.domain.numbers import plain, plain_six
from indicators.queries.lists.pages import Listing, Rows
from tracker.domain.targets.outlook import Outlook
from tracker.domain.targets.wording import wording_of
from tracker.models import Plan, Target, VerdictOverride
from tracker.queries.targets.book import TargetBook, latest_year, target_book
from tracker.queries.targets.in_force import plan_named

Row = dict[str, Any]


def plan_list() -> Listing:
    return Listing(
        queryset=Plan.objects.all(),
        key=("code",),
        columns={
            "plan": "code",
            "name": "name",
            "start_year": "start_year",
            "end_year": "end_year",
            "area": "area__code",
            "predecessor": "predecessor__code",
        },
    )


def target_list(plan: str, *, as_of: datetime | None = None) -> Rows:
    """The table of a plan, line by line, as in force at `as_of`; raises `UnknownCodeError`."""
    found = plan_named(plan)
    book = target_book(found, found.base_year, as_of=as_of)
    return Rows([_target_row(book, each) for each in book.targets])


def assessment_list(plan: str, *, year: int | None = None, as_of: datetime | None = None) -> Rows:
    """One row a target in force at `as_of`; without a year the last one that is over."""
    found = plan_named(plan)
    assessed = year if year is not None else latest_year(found, timezone.localdate(as_of))
    book = target_book(found, assessed, as_of=as_of)
    return Rows(list(assessment_rows(book, assessed)))


def assessment_rows(book: TargetBook, year: int) -> Iterator[Row]:
    return (assessed_row(book, each, year) for each in book.targets)


def assessed_row(book: TargetBook, target: Target, year: int) -> Row:
    """The content of one row of the assessment but its link."""
    facts, progress = book.facts(target), book.progress(target, year)
    return {
        "indicator": target.indicator.code,
        "area": target.area.code,
        "attribute": target.attribute,
        "form": target.form,
        "measure": target.measure,
        "base_year": facts.base_year,
        "base": plain(facts.base),
        "target": plain(facts.value),
        "year": year,
        "actual": plain_six(progress.actual),
        "expected": plain_six(progress.expected),
        "share_done": plain_six(progress.share_done),
        "share_expected": plain_six(progress.share_expected),
        "needed": plain_six(progress.needed),
        "verdict": progress.verdict.value,
        "override": override_row(book.override(target, year)),
        "outlook": outlook_row(book.outlook(target, year)),
        "reason": progress.reason,
        "adopted_on": target.adopted_on.isoformat() if target.adopted_on else None,
    }


def override_row(override: VerdictOverride | None) -> Row | None:
    if override is None:
        return None
    return {
        "verdict": override.verdict,
        "reason": override.reason,
        "made_by": override.made_by,
        "made_at": timezone.localtime(override.made_at).isoformat(),
    }


def outlook_row(outlook: Outlook) -> Row:
    return {
        "value": plain_six(outlook.value),
        "low": plain_six(outlook.low),
        "high": plain_six(outlook.high),
        "will_meet": outlook.will_meet,
        "reason": outlook.reason,
    }


def _target_row(book: TargetBook, target: Target) -> Row:
    facts = book.facts(target)
    reference = target.reference
    wording = wording_of(
        facts,
        plan_base_year=book.plan.base_year,
        reference=reference.name if reference else "",
        text=target.text,
    )
    department = target.department or target.indicator.department
    return {
        "category": target.category,
        "indicator": target.indicator.code,
        "indicator_name": target.indicator.name,
        "measure_unit": target.indicator.measure_unit,
        "area": target.area.code,
        "attribute": target.attribute,
        "form": target.form,
        "measure": target.measure,
        "base_year": facts.base_year,
        "base_value": plain(target.base_value),
        "value": plain(target.value),
        "tolerance": plain(target.tolerance),
        "reference": reference.code if reference else None,
        "text": target.text,
        "base_wording": wording.base,
        "target_wording": wording.target,
        "pace_wording": wording.pace,
        "adopted_on": target.adopted_on.isoformat() if target.adopted_on else None,
        "document": target.document,
        "reason": target.reason,
        "department": department.name if department else None,
        "note": target.note,
    }
