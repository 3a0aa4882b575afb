"""The assessments that sections 目标进度 of a bulletin show, and the ledger rows they rest on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indicators.queries.yearly import year_of
from tracker.domain.bulletins.facts import FigureKey
from tracker.domain.bulletins.recipe import TARGETS, SectionRecipe
from tracker.domain.targets.record import AssessmentRecord
from tracker.domain.targets.storage import record_to_json
from tracker.models import BulletinSection, Plan
from tracker.queries.targets.book import TargetBook, target_book
from tracker.queries.targets.records import record_of


@dataclass(frozen=True, slots=True)
class CollectedAssessments:
    """By plan and year the record as it is stored; by figure key the ledger row it was read from."""

    records: Mapping[str, Mapping[str, Any]]
    observations: Mapping[FigureKey, int | None]


def collected_assessments(stored: Sequence[BulletinSection], sections: Sequence[SectionRecipe]) -> CollectedAssessments:
    """What the plan has for its own area; of a plan without one for all areas. A fixed number of queries a plan."""
    plans = {each.plan.code: each.plan for each in stored if each.plan}
    records: dict[str, Mapping[str, Any]] = {}
    observations: dict[FigureKey, int | None] = {}
    for section in sections:
        if section.kind == TARGETS and section.assessment not in records:
            plan, year = plans[section.plan], int(section.period)
            book = target_book(plan, year)
            record = record_of(book, year, areas=_areas(plan))
            records[section.assessment] = record_to_json(record)
            observations |= _observations(book, record)
    return CollectedAssessments(records, observations)


def _areas(plan: Plan) -> list[int] | None:
    return [plan.area_id] if plan.area_id else None


def _observations(book: TargetBook, record: AssessmentRecord) -> dict[FigureKey, int | None]:
    """The rows that were read, and None for the assessed year where there was none."""
    indicators = {each.code: each for each in book.figures.indicators.values()}
    areas = {each.area.code: each.area_id for each in book.targets}
    wanted = {key[:2] for key in record.figures} | {(each.indicator, each.area) for each in record.lines}
    first = min((each.target.base_year for each in record.lines), default=record.year)
    found: dict[FigureKey, int | None] = {}
    for code, area in sorted(wanted):
        indicator = indicators[code]
        for year in range(first, record.year + 1):
            rows = list(book.figures.inputs(indicator.pk, areas[area], year))
            for row in rows:
                found[code, row.area.code, row.period] = row.pk
            if not rows and year == record.year:
                found[code, area, str(year_of(indicator, year))] = None
    return found
