"""Periods: the strict forms, the calendar behind them, and arithmetic that can be undone."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.kinds import Frequency
from indicators.domain.periods import InvalidPeriodError, Period, period_of_day
from tests.case_tables import Row, case_table

CASES = Path(__file__).parent / "cases"

periods = st.builds(
    lambda year, frequency, part: Period(year, frequency, part % frequency.periods_per_year + 1),
    st.integers(1949, 2100),
    st.sampled_from(Frequency),
    st.integers(0, 11),
)
# Far enough from both ends for twenty years of arithmetic with dates.
years = st.integers(0, 20)


@pytest.mark.parametrize("row", case_table(CASES / "periods_accepted.csv"))
def test_accepted(row: Row) -> None:
    period = Period.parse(row["text"])
    assert str(period) == row["text"]
    assert period.frequency == row["frequency"]
    assert (period.first_day, period.last_day) == (
        date.fromisoformat(row["first_day"]),
        date.fromisoformat(row["last_day"]),
    )
    assert str(period.previous()) == row["previous"]
    assert str(period.next()) == row["next"]
    assert str(period.year_before()) == row["year_before"]
    assert period.is_first_of_year is (row["first_of_year"] == "yes")


@pytest.mark.parametrize("row", case_table(CASES / "periods_refused.csv"))
def test_refused(row: Row) -> None:
    with pytest.raises(InvalidPeriodError, match="不是有效的期别") as refusal:
        Period.parse(row["text"])
    assert refusal.value.code == "invalid_period"


def test_a_refusal_does_not_repeat_a_whole_book() -> None:
    with pytest.raises(InvalidPeriodError) as refusal:
        Period.parse("2024" * 10_000)
    assert len(str(refusal.value)) < 120


@pytest.mark.parametrize(
    ("frequency", "number"),
    [(Frequency.YEAR, 2), (Frequency.QUARTER, 0), (Frequency.QUARTER, 5), (Frequency.MONTH, 13)],
)
def test_a_period_that_does_not_exist_cannot_be_built(frequency: Frequency, number: int) -> None:
    with pytest.raises(InvalidPeriodError):
        Period(2024, frequency, number)


@pytest.mark.parametrize(
    ("period", "frequency", "last"),
    [
        ("2024", Frequency.QUARTER, "2024-Q4"),
        ("2024", Frequency.MONTH, "2024-12"),
        ("2024-Q1", Frequency.MONTH, "2024-03"),
        ("2024-Q3", Frequency.MONTH, "2024-09"),
        ("2024-Q3", Frequency.QUARTER, "2024-Q3"),
        ("2024", Frequency.YEAR, "2024"),
        ("2024-02", Frequency.MONTH, "2024-02"),
    ],
)
def test_last_part(period: str, frequency: Frequency, last: str) -> None:
    assert str(Period.parse(period).last_part(frequency)) == last


@pytest.mark.parametrize(
    ("period", "frequency"),
    [("2024-Q4", Frequency.YEAR), ("2024-12", Frequency.QUARTER), ("2024-12", Frequency.YEAR)],
)
def test_there_is_no_part_of_a_coarser_frequency(period: str, frequency: Frequency) -> None:
    with pytest.raises(ValueError, match="更粗"):
        Period.parse(period).last_part(frequency)


@pytest.mark.parametrize(
    ("period", "frequency", "ended"),
    [
        ("2024-Q4", Frequency.YEAR, "2024"),
        ("2024-12", Frequency.YEAR, "2024"),
        ("2024-03", Frequency.QUARTER, "2024-Q1"),
        ("2024-Q2", Frequency.QUARTER, "2024-Q2"),
        ("2024-Q3", Frequency.YEAR, None),
        ("2024-11", Frequency.YEAR, None),
        ("2024-04", Frequency.QUARTER, None),
        ("2024", Frequency.QUARTER, None),
        ("2024-Q1", Frequency.MONTH, None),
    ],
)
def test_the_coarser_period_that_ends_here(period: str, frequency: Frequency, ended: str | None) -> None:
    assert Period.parse(period).ends(frequency) == (Period.parse(ended) if ended else None)


@given(periods, st.sampled_from(Frequency))
def test_last_part_and_ends_undo_each_other(period: Period, frequency: Frequency) -> None:
    if frequency.periods_per_year >= period.frequency.periods_per_year:
        assert period.last_part(frequency).ends(period.frequency) == period


@given(periods)
def test_text_and_period_are_one(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(periods)
def test_next_and_previous_undo_each_other(period: Period) -> None:
    assert period.next().previous() == period == period.previous().next()


@given(periods, years)
def test_years_undo_each_other_and_keep_the_part(period: Period, distance: int) -> None:
    later = period.years_after(distance)
    assert later.years_before(distance) == period
    assert (later.year - period.year, later.frequency, later.number) == (distance, period.frequency, period.number)


@given(periods)
def test_a_year_is_as_many_steps_as_it_has_periods(period: Period) -> None:
    walked = period
    for _ in range(period.frequency.periods_per_year):
        walked = walked.previous()
    assert walked == period.year_before()


@given(periods)
def test_periods_follow_one_another_without_a_day_between(period: Period) -> None:
    assert period.next().first_day == period.last_day + timedelta(days=1)
    assert period.previous() < period < period.next()


@given(periods, st.sampled_from(Frequency))
def test_the_last_part_ends_on_the_same_day(period: Period, frequency: Frequency) -> None:
    if frequency.periods_per_year >= period.frequency.periods_per_year:
        assert period.last_part(frequency).last_day == period.last_day


@pytest.mark.parametrize(
    ("day", "frequency", "period"),
    [
        ("2026-01-01", "quarter", "2026-Q1"),
        ("2026-03-31", "quarter", "2026-Q1"),
        ("2026-04-01", "quarter", "2026-Q2"),
        ("2026-12-31", "quarter", "2026-Q4"),
        ("2026-12-31", "year", "2026"),
        ("2026-12-01", "month", "2026-12"),
    ],
)
def test_the_period_of_a_day(day: str, frequency: str, period: str) -> None:
    assert str(period_of_day(date.fromisoformat(day), Frequency(frequency))) == period
