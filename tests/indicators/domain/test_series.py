"""Single periods from cumulative figures and back; gaps stay gaps."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.domain.kinds import Frequency
from indicators.domain.periods import Period
from indicators.domain.series import cumulative_from_single, dependent_periods, single_period, single_periods
from tests.case_tables import Row, case_groups, number

CASES = Path(__file__).parent / "cases"

amounts = st.decimals(min_value=Decimal(-(10**15) + 1), max_value=Decimal(10**15 - 1), places=15)


def run_of(frequency: Frequency, length: int) -> list[Period]:
    """`length` periods from the beginning of 2020."""
    found = [Period(2020, frequency, 1)]
    while len(found) < length:
        found.append(found[-1].next())
    return found


runs = st.tuples(st.sampled_from(Frequency), st.integers(1, 30)).map(lambda drawn: run_of(*drawn))
full_series = runs.flatmap(lambda run: st.fixed_dictionaries(dict.fromkeys(run, amounts)))
gappy_series = runs.flatmap(lambda run: st.fixed_dictionaries({}, optional=dict.fromkeys(run, amounts)))


@pytest.mark.parametrize("rows", case_groups(CASES / "single_periods.csv"))
def test_single_periods(rows: list[Row]) -> None:
    cumulative = {Period.parse(row["period"]): number(row["cumulative"]) for row in rows}
    assert single_periods(cumulative) == {Period.parse(row["period"]): number(row["single"]) for row in rows}


def test_a_period_outside_the_series_is_unknown() -> None:
    first = Period.parse("2024-Q1")
    assert single_period(first.next(), {first: Decimal(5)}) is None
    assert single_period(first, {}) is None


@pytest.mark.parametrize(
    ("singles", "totals"),
    [
        ({"2024-Q1": "90", "2024-Q2": "110", "2025-Q1": "95"}, ["90", "200", "95"]),
        ({"2024-Q1": "90", "2024-Q3": "110", "2024-Q4": "5"}, ["90", "", ""]),
        ({"2024-Q1": "", "2024-Q2": "110"}, ["", ""]),
        ({"2024-02": "30", "2024-03": "20"}, ["", ""]),
        ({"2024-Q2": "110", "2024-Q1": "90"}, ["200", "90"]),
        ({"2023": "400", "2025": "470"}, ["400", "470"]),
    ],
)
def test_cumulative_from_single(singles: dict[str, str], totals: list[str]) -> None:
    series = {Period.parse(text): number(cell) for text, cell in singles.items()}
    assert list(cumulative_from_single(series)) == list(series)
    assert list(cumulative_from_single(series).values()) == [number(total) for total in totals]


@pytest.mark.parametrize(
    ("period", "dependents"),
    [
        ("2024-Q1", "2024-Q1 2024-Q2 2025-Q1"),
        ("2024-Q4", "2024-Q4 2025-Q4"),
        ("2024-02", "2024-02 2024-03 2025-02"),
        ("2024-12", "2024-12 2025-12"),
        ("2024", "2024 2025"),
    ],
)
def test_dependent_periods(period: str, dependents: str) -> None:
    assert " ".join(str(dependent) for dependent in dependent_periods(Period.parse(period))) == dependents


@given(full_series)
def test_a_full_series_survives_the_round_trip_both_ways(series: dict[Period, Decimal]) -> None:
    assert cumulative_from_single(single_periods(series)) == series
    assert single_periods(cumulative_from_single(series)) == series


@given(gappy_series)
def test_a_gap_is_never_filled(series: dict[Period, Decimal]) -> None:
    singles = single_periods(series)
    assert singles.keys() == series.keys()
    for period, single in singles.items():
        assert (single is None) == (not period.is_first_of_year and period.previous() not in series)
    for period, total in cumulative_from_single(singles).items():
        assert total is None or total == series[period]


@given(gappy_series, amounts)
def test_a_correction_changes_only_dependent_periods(series: dict[Period, Decimal], amount: Decimal) -> None:
    corrected = Period.parse("2020-Q1")
    before, after = single_periods(series), single_periods({**series, corrected: amount})
    changed = {period for period in after if before.get(period) != after[period]}
    assert changed <= set(dependent_periods(corrected))
