"""The particulars of one cell: the published figures beside it with their sources, and who changed it."""

from dataclasses import dataclass
from datetime import datetime

from indicators.domain.periods import Period
from indicators.models import Observation, Return, ReturnCell
from indicators.queries.areas import lineages
from indicators.queries.returns.history import changes_of_cell

SHOWN_CHANGES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedBeside:
    """A published figure of another period, or of this one, as it stands now."""

    label: str
    period: Period
    row: Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class CellStep:
    """One save that changed the cell."""

    at: datetime
    who: str
    old: str
    new: str
    note: str


def cell_of(of: Return, indicator: str, area: str, measure: str) -> ReturnCell:
    """The cell of these codes; `ReturnCell.DoesNotExist` where the return has none."""
    cells = of.cells.select_related("indicator", "indicator__department", "area")
    return cells.get(indicator__code=indicator, area__code=area, measure=measure)


def figures_beside(cell: ReturnCell, of: Return) -> list[PublishedBeside]:
    """The figures of the period before, a year ago and now that are published; an area reads those it continues."""
    period = Period.parse(of.period)
    wanted = {"上期": period.previous(), "上年同期": period.year_before(), "本期现行": period}
    line = list(lineages().back_from(cell.area_id))
    rows = (
        Observation.objects.current()
        .figures()
        .filter(indicator=cell.indicator, area__in=line, period__in=[str(each) for each in wanted.values()])
    )
    found = {(row.period, row.area_id): row for row in rows}
    beside = []
    for label, each in wanted.items():
        row = next((found[str(each), area] for area in line if (str(each), area) in found), None)
        if row is not None:
            beside.append(PublishedBeside(label=label, period=each, row=row))
    return beside


def steps_of_cell(cell: ReturnCell, of: Return) -> list[CellStep]:
    """The saves that changed the cell, newest first."""
    steps = []
    for entry in changes_of_cell(of, cell.key)[:SHOWN_CHANGES]:
        old, new = (entry.old or {}).get(cell.key) or {}, (entry.new or {}).get(cell.key) or {}
        steps.append(
            CellStep(
                at=entry.at,
                who=entry.actor_name,
                old=old.get("content", ""),
                new=new.get("content", ""),
                note=new.get("note", ""),
            )
        )
    return steps
