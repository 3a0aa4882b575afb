"""Progress and verdicts: worked cases, the progress table, limits, tolerances and thresholds of `domain.md` §3."""

from decimal import Decimal
from pathlib import Path

import pytest

from indicators.domain.kinds import Direction, Kind
from indicators.domain.numbers import plain_six
from tests.case_tables import Row, case_table, number, rows_of
from tracker.domain.targets.progress import METHOD, Verdict, target_progress
from tracker.domain.targets.reasons import WORDS
from tracker.domain.targets.rules import AssessmentRules
from tracker.domain.targets.target import Attribute, Form, Measure, Target, YearFigures

CASES = Path(__file__).parent / "cases" / "progress.csv"
NUMBERS = ("actual", "expected", "share_done", "share_expected", "needed")


def by_year(cell: str) -> dict[int, str]:
    """`2021=10.5;2022=11`."""
    pairs = (part.split("=") for part in cell.split(";") if part)
    return {int(year): text for year, text in pairs}


def figures(values: str, published: str, computed: str) -> dict[int, YearFigures]:
    columns = [by_year(values), by_year(published), by_year(computed)]
    return {
        year: YearFigures(
            **{
                name: number(column.get(year, ""))
                for name, column in zip(("value", "published", "computed"), columns, strict=True)
            }
        )
        for year in sorted(set().union(*columns))
    }


def target_of(row: Row) -> Target:
    digits = {"decimals": int(row["digits"] or 2), "growth_decimals": int(row["digits"] or 1)}
    return Target(
        form=Form(row["form"]),
        kind=Kind(row["kind"]),
        indicator_direction=Direction(row["direction"]),
        measure=Measure(row["measure"]),
        attribute=Attribute(row["attribute"]),
        base_year=int(row["base_year"]),
        end_year=int(row["end_year"]),
        base=number(row["base"]),
        value=number(row["value"]),
        tolerance=number(row["tolerance"]),
        strict=row["strict"] == "yes",
        **digits,
    )


def yearly_number(row: Row, year: int, text: str) -> Target:
    """`at_least 5`: a plan of one year."""
    form, value = text.split()
    return Target(
        form=Form(form),
        kind=Kind(row["kind"]),
        indicator_direction=Direction(row["direction"]),
        measure=Measure(row["measure"]),
        base_year=year - 1,
        end_year=year,
        value=Decimal(value),
    )


def rules_of(cell: str) -> AssessmentRules:
    pairs = (part.split("=") for part in cell.split(";") if part)
    return AssessmentRules(**{name: Decimal(value) for name, value in pairs})  # type: ignore[arg-type]


@pytest.mark.parametrize("row", case_table(CASES))
def test_progress(row: Row) -> None:
    found = target_progress(
        target_of(row),
        int(row["year"]),
        figures(row["values"], row["published"], row["computed"]),
        reference=figures("", row["reference_published"], row["reference_computed"]),
        yearly={year: yearly_number(row, year, text) for year, text in by_year(row["yearly"]).items()},
        rules=rules_of(row["rules"]),
    )
    assert {name: plain_six(getattr(found, name)) or "" for name in NUMBERS} == {name: row[name] for name in NUMBERS}
    assert (found.verdict, found.reason or "") == (row["verdict"], row["reason"])
    assert " ".join(map(str, found.broken)) == row["broken"]


def test_the_table_has_every_form_verdict_and_reason() -> None:
    rows = rows_of(CASES)
    assert {row["form"] for row in rows} == set(Form)
    assert {row["verdict"] for row in rows} == set(Verdict)
    assert {row["reason"] for row in rows} == {"", *WORDS}


def test_the_method_has_a_name() -> None:
    assert METHOD == "targets/1"
