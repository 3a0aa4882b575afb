"""Every kind of check by hand-computed cases."""

from decimal import Decimal
from pathlib import Path

import pytest

from indicators.domain.checks.findings import findings
from indicators.domain.checks.kinds import GROWTH, VALUE, CheckKind
from indicators.domain.checks.parameters import parameter_faults
from indicators.domain.kinds import Kind
from tests.case_tables import Row, case_table, number, numbers
from tests.indicators.domain.check_cells import AREA, cell, facts, message, published, rule, values

CASES = Path(__file__).parent / "cases"
PARTS = ("a", "b", "c")
UNKNOWN = "."


@pytest.mark.parametrize("row", case_table(CASES / "checks_cell.csv"))
def test_one_cell_alone(row: Row) -> None:
    digits = int(row["digits"]) if row["digits"] else None
    rules = [rule(row["rule"], lower=number(row["lower"]), upper=number(row["upper"]), digits=digits)]
    said = message([] if row["rule"] == CheckKind.NUMBER else rules, cell(row["content"], measure=row["measure"]))
    assert said == row["message"]


@pytest.mark.parametrize("row", case_table(CASES / "checks_cumulative.csv"))
def test_cumulative_below_the_period_before(row: Row) -> None:
    subject = cell(row["content"], facts(row["kind"]), period=row["period"])
    history = values({str(subject.period.previous()): number(row["previous"])})
    assert message(rule("cumulative"), subject, history) == row["message"]


@pytest.mark.parametrize("row", case_table(CASES / "checks_jump.csv"))
def test_a_jump_against_history(row: Row) -> None:
    subject = cell(row["content"], facts(row["kind"]), period=row["period"], measure=row["measure"])
    period = subject.period
    past = []
    for each in reversed(numbers(row["history"])):
        period = period.previous()
        past.append((AREA, str(period), *((each, None) if row["measure"] == VALUE else (None, each))))
    assert message(rule("jump", threshold=Decimal(row["threshold"])), subject, published(*past)) == row["message"]


@pytest.mark.parametrize("row", case_table(CASES / "checks_partition.csv"))
def test_parts_against_the_whole(row: Row) -> None:
    indicator = facts(row["kind"], partition=PARTS, whole="whole", whole_name="全市")
    typed = dict(zip(PARTS, row["typed_parts"].split(), strict=False)) | {"whole": row["typed_whole"] or UNKNOWN}
    cells = [cell(text, indicator, area=area) for area, text in typed.items() if text != UNKNOWN]
    known = dict(zip(PARTS, row["published_parts"].split(), strict=False)) | {
        "whole": row["published_whole"] or UNKNOWN
    }
    history = published(*((area, "2024-Q2", Decimal(text), None) for area, text in known.items() if text != UNKNOWN))
    found = findings([rule("partition", threshold=Decimal(row["threshold"]))], cells, history)
    said = [(each.area, each.message) for each in found]
    assert said == ([(row["at"], row["message"])] if row["message"] else [])


@pytest.mark.parametrize("row", case_table(CASES / "checks_published_growth.csv"))
def test_a_published_growth_against_the_levels(row: Row) -> None:
    indicator = facts(row["kind"], growth_computable=row["computable"] == "yes")
    cells = [cell(row[measure], indicator, measure=measure) for measure in (VALUE, GROWTH)]
    history = values({"2023-Q2": number(row["base"])})
    found = findings([rule("published_growth", threshold=Decimal(row["threshold"]))], cells, history)
    assert [(each.measure, each.message) for each in found] == ([(GROWTH, row["message"])] if row["message"] else [])


@pytest.mark.parametrize("row", case_table(CASES / "checks_missing.csv"))
def test_missing_where_last_year_had_a_number(row: Row) -> None:
    before = number(row["year_ago"])
    history = published((AREA, "2023-Q2", *((before, None) if row["measure"] == VALUE else (None, before))))
    found = findings([rule("missing")], [cell(row["content"], measure=row["measure"])], history)
    assert [each.message for each in found if each.rule == "missing"] == ([row["message"]] if row["message"] else [])


@pytest.mark.parametrize("row", case_table(CASES / "checks_parameters.csv"))
def test_which_parameters_a_kind_reads(row: Row) -> None:
    fields = {name: number(row[name]) for name in ("lower", "upper", "threshold")}
    digits = int(row["digits"]) if row["digits"] else None
    faults = list(
        parameter_faults(
            rule(row["kind"], code=row["code"], measure=row["measure"], digits=digits, **fields),
            indicator_kind=Kind(row["indicator_kind"]) if row["indicator_kind"] else None,
            growth_computable=row["computable"] != "no",
        )
    )
    assert " ".join(field for field, _ in faults) == row["fields"]
    assert all(message for _, message in faults)
