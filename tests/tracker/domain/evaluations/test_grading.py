"""Grades by share of rank, and what is done to them afterwards."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.case_tables import Row, case_table
from tests.tracker.domain.evaluations.evaluation_cases import CASES, facts_of, full_scheme, scheme_of
from tracker.domain.evaluations.grading import grade_adjustments, grade_by_rank
from tracker.domain.evaluations.scheme import Grade


def grades_of(cuts: str) -> tuple[Grade, ...]:
    return tuple(Grade(code=code, up_to=Decimal(cut)) for code, cut in zip("ABCD", cuts.split(), strict=False))


@pytest.mark.parametrize("row", case_table(CASES / "grade_counts.csv"))
def test_grade_counts(row: Row) -> None:
    grades, of = grades_of(row["cuts"]), int(row["of"])
    counts = Counter(grade_by_rank(grades, rank, of) for rank in range(1, of + 1))
    assert [counts[grade.code] for grade in grades] == [int(count) for count in row["counts"].split()]


@pytest.mark.parametrize("row", case_table(CASES / "grade_steps.csv"))
def test_promotions_then_caps_then_vetoes(row: Row) -> None:
    facts = facts_of({name: row[name] for name in ("promotion", "grade_cap", "veto")})
    found = list(grade_adjustments(scheme_of(full_scheme()), facts, row["by_rank"] or None))
    assert [f"{each.step}:{each.grade}" for each in found] == row["steps"].split()
    assert (found[-1].grade if found else row["by_rank"]) == row["grade"]
    assert all(each.words and each.points is None for each in found)


@given(st.integers(1, 5000), st.data())
def test_a_better_rank_never_has_a_worse_grade(of: int, data: st.DataObject) -> None:
    grades = grades_of("0.20 0.60 0.95 1")
    rank = data.draw(st.integers(1, of))
    better = data.draw(st.integers(1, rank))
    assert grade_by_rank(grades, better, of) <= grade_by_rank(grades, rank, of)


@given(st.integers(1, 100_000), st.integers(1, 100))
def test_a_cut_is_the_floor_of_its_share(of: int, percent: int) -> None:
    grades = (Grade(code="A", up_to=Decimal(percent) / 100), Grade(code="B", up_to=Decimal(1)))
    cut = percent * of // 100
    if cut:
        assert grade_by_rank(grades, cut, of) == "A"
    if cut < of:
        assert grade_by_rank(grades, cut + 1, of) == "B"


def test_a_rank_beyond_the_group_is_refused() -> None:
    with pytest.raises(ValueError, match="rank 6 of 5"):
        grade_by_rank(grades_of("0.20 1"), 6, 5)
