"""Which day a disposal counts from, and its main mode."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.domain.counted import (
    ConfirmedArea,
    CountedArea,
    CountedWhen,
    Rule,
    counted_areas,
    main_mode,
    running_totals,
)
from tests.case_tables import Row, case_table

CASES = Path(__file__).parent / "cases"
DAYS = [date(2025, month, 1) for month in range(1, 13)]


def pairs(cell: str) -> list[tuple[str, str]]:
    return [(part.split()[0], part.split()[1]) for part in cell.split(";") if part]


@pytest.mark.parametrize("row", case_table(CASES / "counted.csv"))
def test_counted_from(row: Row) -> None:
    rules = [Rule(date.fromisoformat(day), CountedWhen(when)) for day, when in pairs(row["rules"])]
    entries = [ConfirmedArea(date.fromisoformat(day), Decimal(area)) for day, area in pairs(row["entries"])]
    producing = date.fromisoformat(row["producing"]) if row["producing"] else None
    found = counted_areas(entries, producing, rules)
    assert [(str(each.counted_on or "-"), str(each.area_mu)) for each in found] == pairs(row["counted"])


@pytest.mark.parametrize(
    ("mode", "main"),
    [
        ("增产扩资/技改扩能", "增产扩资"),
        ("政策赋能 ／ 奖补", "政策赋能"),
        ("专业经营", "专业经营"),
        ("依法收回", "依法收回"),
        ("收回/政策赋能", "收回/政策赋能"),
        ("", ""),
    ],
)
def test_the_main_mode_of_a_finer_kind(mode: str, main: str) -> None:
    assert main_mode(mode) == main


def test_running_totals_at_the_ends_of_periods() -> None:
    areas = [
        CountedArea(DAYS[2], Decimal(5), ""),
        CountedArea(None, Decimal(9), ""),
        CountedArea(DAYS[0], Decimal(1), ""),
    ]
    assert running_totals(areas, [date(2024, 12, 31), DAYS[0], DAYS[1], DAYS[2]]) == [0, 1, 1, 6]


@given(
    shares=st.lists(st.integers(1, 50), min_size=1, max_size=6),
    relapses=st.lists(st.integers(1, 50), max_size=4),
    producing=st.sampled_from([None, *DAYS]),
    rule=st.sampled_from(DAYS),
)
def test_what_counts_is_never_below_nothing_nor_above_what_is_disposed(
    shares: list[int], relapses: list[int], producing: date | None, rule: date
) -> None:
    """Rules change within the year, relapses lie between the disposals."""
    entries, balance = [], 0
    for place, share in enumerate(shares):
        entries.append(ConfirmedArea(DAYS[2 * place % 12], Decimal(share)))
    entries.sort(key=lambda each: each.confirmed_on)
    for place, relapse in enumerate(relapses):
        day = DAYS[(2 * place + 1) % 12]
        balance = sum(int(each.area_mu) for each in entries if each.confirmed_on <= day)
        later = [
            sum(int(each.area_mu) for each in entries if each.confirmed_on <= other) for other in DAYS if other >= day
        ]
        if taken := min(relapse, balance, *later):
            entries.append(ConfirmedArea(day, Decimal(-taken)))
    counted = counted_areas(entries, producing, [Rule(rule, CountedWhen.PRODUCING)])
    assert sum(each.area_mu for each in counted) == sum(each.area_mu for each in entries)
    for day in DAYS:
        total = running_totals(counted, [day])[0]
        disposed = sum(each.area_mu for each in entries if each.confirmed_on <= day)
        assert total >= 0
        assert total <= max(disposed, sum(Decimal(share) for share in shares))
