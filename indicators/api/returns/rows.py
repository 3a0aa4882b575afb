"""How a return reads on the wire; the grid of the admin and other programs read the same."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from indicators.domain.checks.bounds import Bounds, bounds
from indicators.domain.growth_words import growth_unit_word
from indicators.domain.kinds import Kind
from indicators.domain.numbers import plain
from indicators.domain.returns import FILLING, Refusal, State
from indicators.models import Indicator, Return, ReturnCell
from indicators.queries.returns.figures import CheckedReturn, ExplainedFinding
from indicators.services.returns.drafting import CellConflict

# Approval answers the reasons for which a cell was sent back.
REASONS_COUNT = FILLING | {State.SUBMITTED}


def return_row(of: Return) -> dict[str, Any]:
    """What the list and the page say about a return."""
    return {
        "id": of.pk,
        "form": of.form.code,
        "form_name": of.form.name,
        "form_version": of.form_version,
        "unit": of.unit.name,
        "period": of.period,
        "state": of.state,
        "version": of.version,
        "opens_on": str(of.opens_on),
        "due_on": str(of.due_on),
        "extended_until": str(of.extended_until) if of.extended_until else None,
    }


def refusal_rows(refusals: Iterable[Refusal]) -> list[dict[str, str]]:
    return [{"code": each.code, "message": each.message} for each in refusals]


def indicator_rows(checked: CheckedReturn) -> list[dict[str, Any]]:
    """The indicators of the return in the order of the form."""
    measures: dict[Indicator, list[str]] = {}
    for cell in checked.cells:
        asked = measures.setdefault(cell.indicator, [])
        if cell.measure not in asked:
            asked.append(cell.measure)
    return [
        {
            "code": each.code,
            "name": each.name,
            "measure_unit": each.measure_unit,
            "growth_unit": growth_unit_word(Kind(each.kind), each.measure_unit),
            "kind": each.kind,
            "decimals": each.decimals,
            "growth_decimals": each.growth_decimals,
            "growth_computable": each.growth_computable,
            "measures": asked,
            "definition": each.definition,
            "department": each.department.name if each.department else "",
            "direction": each.direction,
        }
        for each, asked in measures.items()
    ]


def area_rows(checked: CheckedReturn) -> list[dict[str, str]]:
    areas = {cell.area.code: cell.area.name for cell in checked.cells}
    return [{"code": code, "name": name} for code, name in areas.items()]


def cell_rows(checked: CheckedReturn, cells: Iterable[ReturnCell]) -> list[dict[str, Any]]:
    return [_cell_row(checked, cell) for cell in cells]


def _cell_row(checked: CheckedReturn, cell: ReturnCell) -> dict[str, Any]:
    key = cell.indicator.code, cell.area.code
    period, history = checked.period, checked.history
    subject = checked.subject(cell)
    row = {
        "indicator": key[0],
        "area": key[1],
        "measure": cell.measure,
        "content": str(cell.content),
        "note": cell.note,
        "send_back_reason": cell.send_back_reason if checked.of.state in REASONS_COUNT else "",
        "version": cell.version,
        "changed_by": str(cell.changed_by) if cell.changed_by else None,
        "changed_at": timezone.localtime(cell.changed_at).isoformat(timespec="seconds") if cell.changed_at else None,
        "previous": plain(history.number(*key, period.previous(), cell.measure)),
        "year_ago": plain(history.number(*key, period.year_before(), cell.measure)),
        "published": plain(history.number(*key, period, cell.measure)),
    }
    if cell.indicator.kind == Kind.FLOW_YTD and cell.measure == "value":
        first = period.is_first_of_year
        row["single_base"] = "0" if first else plain(history.number(*key, period.previous(), cell.measure))
    row["bounds"] = _bounds_row(bounds(checked.rules, subject, history))
    row["blocking_bounds"] = _bounds_row(bounds(checked.blocking_rules, subject, history))
    return row


def _bounds_row(limits: Bounds) -> dict[str, Any]:
    return {
        "lower": plain(limits.lower),
        "upper": plain(limits.upper),
        "decimals": limits.decimals,
        "not_below": plain(limits.not_below),
    }


def finding_rows(findings: Iterable[ExplainedFinding]) -> list[dict[str, str]]:
    return [
        {
            "indicator": each.finding.indicator,
            "area": each.finding.area,
            "measure": each.finding.measure,
            "rule": each.finding.rule,
            "rule_name": each.finding.rule_name,
            "kind": str(each.kind),
            "severity": str(each.finding.severity),
            "message": each.finding.message,
            "explanation": each.explanation,
        }
        for each in findings
    ]


def conflict_rows(checked: CheckedReturn, conflicts: Iterable[CellConflict]) -> list[dict[str, Any]]:
    """Who has changed what, beside what was sent."""
    rows = []
    for each in conflicts:
        [cell] = cell_rows(checked, [each.cell])
        rows.append(
            {
                "indicator": cell["indicator"],
                "area": cell["area"],
                "measure": cell["measure"],
                "yours": each.yours,
                "theirs": cell["content"],
                "by": cell["changed_by"],
                "at": cell["changed_at"],
                "version": cell["version"],
                "cell": cell,
            }
        )
    return rows
