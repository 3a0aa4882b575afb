"""Whether parts and yearly targets cover the whole: worked cases, sentences, and what adding must not depend on."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.kinds import Direction, Kind
from indicators.domain.numbers import plain
from tests.case_tables import Row, case_table, number, rows_of
from tests.tracker.domain.targets.progress_cases import numbers, target_of
from tracker.domain.targets.coverage import (
    COVERED,
    FORMS_DIFFER,
    METHOD,
    NO_MEMBERS,
    NOT_ADDITIVE,
    OUTSIDE,
    OVER,
    PARTS_MISSING,
    SHORT,
    YEARS_MISSING,
    Coverage,
    parts_coverage,
    years_coverage,
)
from tracker.domain.targets.target import STRICT, Form, Measure, Target

CASES = Path(__file__).parent / "cases" / "coverage.csv"
MEMBERS = {"A": "甲县", "B": "乙园区"}
CODES = {COVERED, SHORT, OVER, PARTS_MISSING, YEARS_MISSING, OUTSIDE, NOT_ADDITIVE, FORMS_DIFFER}


def whole_of(row: Row) -> Target:
    form = Form(row["form"])
    return Target(
        form=form,
        kind=Kind(row["kind"]),
        indicator_direction=Direction(row["direction"]),
        measure=Measure(row["measure"]),
        base_year=2020,
        end_year=2025,
        value=number(row["value"]),
        strict=form in STRICT,
    )


def parts_of(row: Row, whole: Target) -> dict[str, Target]:
    """`A=level 600;B=text`."""
    parts = {}
    for cell in row["parts"].split(";") if row["parts"] else []:
        key, _, words = cell.partition("=")
        form, _, value = words.partition(" ")
        parts[key] = replace(whole, form=Form(form), value=number(value), strict=Form(form) in STRICT)
    return parts


def found_in(row: Row) -> Coverage:
    whole = whole_of(row)
    parts = parts_of(row, whole)
    if row["check"] == "parts":
        return parts_coverage(whole, MEMBERS, parts)
    yearly = {int(year): replace(each, base_year=int(year) - 1, end_year=int(year)) for year, each in parts.items()}
    return years_coverage(whole, yearly)


@pytest.mark.parametrize("row", case_table(CASES))
def test_coverage(row: Row) -> None:
    found = found_in(row)
    assert " ".join(found.missing) == row["missing"]
    assert (plain(found.reached) or "", plain(found.difference) or "") == (row["reached"], row["difference"])
    assert " ".join(finding.code for finding in found.findings) == row["findings"]
    assert found.covers == (row["covers"] == "yes")
    assert all(finding.message.endswith("。") for finding in found.findings)


def test_the_table_has_every_finding() -> None:
    assert {code for row in rows_of(CASES) for code in row["findings"].split()} == CODES


def level(value: str, direction: Direction = Direction.HIGHER, form: Form = Form.LEVEL) -> Target:
    return target_of(form, direction, 5, value=Decimal(value), strict=form in STRICT)


def messages(found: Coverage) -> list[str]:
    return [finding.message for finding in found.findings]


def test_sentences_name_the_areas_and_the_difference() -> None:
    short = parts_coverage(level("1000"), MEMBERS, {"A": level("600"), "B": level("350")})
    assert messages(short) == ["各地分解目标之和为 950，与总目标 1000 相比少 50，不能覆盖。"]
    missing = parts_coverage(level("1000"), MEMBERS, {"Z": level("600")})
    assert messages(missing) == ["甲县、乙园区还没有分解目标。", "Z不属于全域的构成地区，不计入。"]
    strict = parts_coverage(level("7", form=Form.ABOVE), MEMBERS, {"A": level("3"), "B": level("4")})
    assert messages(strict)[-1] == "各地分解目标之和为 7，与总目标 7 相比相等，而总目标不含等于，不能覆盖。"


def test_without_members_nothing_covers_the_whole() -> None:
    found = parts_coverage(level("5", Direction.LOWER), {}, {})
    assert [finding.code for finding in found.findings] == [NO_MEMBERS]
    assert not found.covers


@pytest.mark.parametrize(
    ("form", "change", "codes"),
    [
        (Form.LEVEL, {"base_year": 2019}, [COVERED]),
        (Form.LEVEL, {"end_year": 2026}, [FORMS_DIFFER]),
        (Form.TOTAL, {"base_year": 2019}, [FORMS_DIFFER]),
    ],
)
def test_parts_are_added_only_over_the_same_years(form: Form, change: dict[str, int], codes: list[str]) -> None:
    whole = level("10", form=form)
    parts = {"A": whole, "B": replace(whole, **change)}  # type: ignore[arg-type]
    assert [finding.code for finding in parts_coverage(whole, MEMBERS, parts).findings] == codes


amounts = st.lists(numbers, min_size=1, max_size=8)
additive_forms = st.sampled_from([Form.LEVEL, Form.TOTAL, Form.CHANGE])


def coverage_of(form: Form, direction: Direction, goal: Decimal, values: list[Decimal]) -> Coverage:
    parts = {str(place): target_of(form, direction, 5, value=value) for place, value in enumerate(values)}
    return parts_coverage(target_of(form, direction, 5, value=goal), dict.fromkeys(parts, "县"), parts)


@given(additive_forms, st.sampled_from(Direction), numbers, amounts)
def test_the_sum_is_exact_and_decides(form: Form, direction: Direction, goal: Decimal, values: list[Decimal]) -> None:
    found = coverage_of(form, direction, goal, values)
    total = sum(map(Fraction, values), Fraction(0))
    assert found.reached is not None
    assert Fraction(found.reached) == total
    assert found.covers == (total >= goal if direction == Direction.HIGHER else total <= goal)


@given(additive_forms, numbers, amounts)
def test_both_directions_are_mirror_images(form: Form, goal: Decimal, values: list[Decimal]) -> None:
    one = coverage_of(form, Direction.HIGHER, goal, values)
    other = coverage_of(form, Direction.LOWER, goal.copy_negate(), [value.copy_negate() for value in values])
    assert one.difference is not None
    assert one.difference.copy_negate() == other.difference
    assert one.covers == other.covers


def test_the_method_has_a_name() -> None:
    assert METHOD == "coverage/1"
