"""An assessment record as JSON and back: numbers as plain text with all their digits."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from indicators.domain.kinds import Direction, Frequency, Kind
from tracker.domain.derivation import derivations_from_json, derivations_to_json
from tracker.domain.targets.progress import Verdict
from tracker.domain.targets.record import AssessmentRecord, FigureKey, IndicatorFacts, Line, Override, YearInputs
from tracker.domain.targets.rules import AssessmentRules
from tracker.domain.targets.target import Attribute, Form, Measure, Target
from tracker.domain.targets.wording import Wording

_READERS: Mapping[str, Any] = {
    "form": Form,
    "kind": Kind,
    "indicator_direction": Direction,
    "measure": Measure,
    "attribute": Attribute,
    "frequency": Frequency,
    "verdict": Verdict,
    "valid_from": date.fromisoformat,
}
_DECIMALS = frozenset({"value", "base", "tolerance"} | {each.name for each in fields(AssessmentRules)}) - {"valid_from"}


def record_to_json(record: AssessmentRecord) -> dict[str, Any]:
    return {
        "plan": record.plan,
        "plan_name": record.plan_name,
        "area": record.area,
        "base_year": record.base_year,
        "end_year": record.end_year,
        "year": record.year,
        "rules": _plain(asdict(record.rules)),
        "lines": [_plain(asdict(line)) for line in record.lines],
        "indicators": {code: _plain(asdict(each)) for code, each in sorted(record.indicators.items())},
        "figures": _figures_to_json(record.figures),
    }


def record_from_json(stored: Mapping[str, Any]) -> AssessmentRecord:
    """The record as it was."""
    return AssessmentRecord(
        plan=stored["plan"],
        plan_name=stored["plan_name"],
        area=stored["area"],
        base_year=stored["base_year"],
        end_year=stored["end_year"],
        year=stored["year"],
        rules=AssessmentRules(**_read(stored["rules"])),
        lines=[_line(each) for each in stored["lines"]],
        indicators={code: IndicatorFacts(**_read(each)) for code, each in stored["indicators"].items()},
        figures=_figures_from_json(stored["figures"]),
    )


def _line(stored: Mapping[str, Any]) -> Line:
    return Line(
        **{
            **stored,
            "wording": Wording(**stored["wording"]),
            "target": Target(**_read(stored["target"])),
            "yearly": {int(year): Target(**_read(each)) for year, each in stored["yearly"].items()},
            "override": Override(**_read(stored["override"])) if stored["override"] else None,
        }
    )


def _figures_to_json(figures: Mapping[FigureKey, YearInputs]) -> list[list[Any]]:
    """By key the derivation's row, then published growth, vintage and moment."""
    rows = derivations_to_json({(code, area, str(year)): each.rests_on for (code, area, year), each in figures.items()})
    return [[*row, *_said(figures[row[0], row[1], int(row[2])])] for row in rows]


def _said(inputs: YearInputs) -> list[Any]:
    return [_plain(inputs.published), inputs.vintage, inputs.published_at]


def _figures_from_json(stored: list[list[Any]]) -> dict[FigureKey, YearInputs]:
    rests_on = derivations_from_json([row[:-3] for row in stored])
    return {
        (code, area, int(year)): YearInputs(
            published=None if published is None else Decimal(published),
            rests_on=rests_on[code, area, year],
            vintage=vintage,
            published_at=published_at,
        )
        for code, area, year, *_, published, vintage, published_at in stored
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    return value


def _read(stored: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in stored.items():
        if value is None:
            found[name] = None
        elif name in _DECIMALS:
            found[name] = Decimal(value)
        else:
            found[name] = _READERS.get(name, lambda each: each)(value)
    return found
