"""Places on published figures: worked cases, and what provinces and a bureau printed."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest

from indicators.domain.kinds import Direction
from indicators.domain.ranking import METHOD, TIE_RULE, Place, bands, change_of_place, rank
from tests.case_tables import Row, case_groups, case_table, number, rows_of

CASES = Path(__file__).parent / "cases"
SHAOYANG = CASES / "shaoyang_counties_2025-09.csv"


def place_of(cell: str) -> int | None:
    return int(cell) if cell else None


@pytest.mark.parametrize("rows", case_groups(CASES / "rankings.csv"))
def test_rankings(rows: list[Row]) -> None:
    result = rank(
        {row["key"]: number(row["value"]) for row in rows},
        direction=Direction(rows[0]["direction"]),
        digits=int(rows[0]["digits"]),
    )
    # Sorting is stable: tied and absent members keep the order of the table.
    ordered = sorted(rows, key=lambda row: (row["place"] == "", place_of(row["place"]) or 0))
    expected = [Place(row["key"], number(row["ranked"]), place_of(row["place"])) for row in ordered]
    assert result.places == expected
    assert [str(place.value or "") for place in result.places if place.value] == [
        row["ranked"] for row in ordered if number(row["ranked"])
    ]
    assert result.of == sum(row["place"] != "" for row in rows)


@pytest.mark.parametrize(
    ("table", "digits", "groups", "size"),
    [
        ("provinces_growth_2022q1.csv", 1, 1, 28),
        ("provinces_gdp_2021q3.csv", 2, 1, 31),
        ("shaoyang_counties_2025-09.csv", 1, 14, 12),
    ],
)
def test_published_tables(table: str, digits: int, groups: int, size: int) -> None:
    cases = case_groups(CASES / table)
    assert len(cases) == groups
    for case in cases:
        (rows,) = case.values
        assert isinstance(rows, list)
        result = rank({row["key"]: number(row["value"]) for row in rows}, direction=Direction.HIGHER, digits=digits)
        assert {place.key: place.place for place in result.places} == {row["key"]: int(row["place"]) for row in rows}
        assert result.of == size


def places_differing(printed_by: Callable[[Decimal], Decimal]) -> list[tuple[str, str, str]]:
    """Members of Shaoyang's tables whose printed place is not the one that `printed_by` ranks them to."""
    rows = rows_of(SHAOYANG)
    assert len(rows) == 168
    values = {(row["case"], row["key"]): printed_by(Decimal(row["value"])) for row in rows}
    return [
        (row["case"], row["key"], row["value"])
        for row in rows
        if int(row["place"])
        != 1 + sum(values[key] > values[row["case"], row["key"]] for key in values if key[0] == row["case"])
    ]


@pytest.mark.parametrize(
    "printed_by",
    [
        pytest.param(lambda value: value, id="raw"),
        pytest.param(lambda value: value.quantize(Decimal("0.01"), "ROUND_HALF_UP"), id="two digits"),
        pytest.param(lambda value: value.quantize(Decimal("0.1"), "ROUND_DOWN"), id="cut off"),
    ],
)
def test_other_ways_of_ranking_miss_two_printed_ties(printed_by: Callable[[Decimal], Decimal]) -> None:
    # 双清区 9.7 and 新宁县 7.8 come first unless 9.66 and 7.754… are printed, and so ranked, with one digit.
    assert places_differing(printed_by) == [
        ("规模工业增加值", "大祥区", "9.66"),
        ("规模工业营业收入", "大祥区", "7.75449652640474"),
    ]


def test_half_even_is_told_apart_by_an_exact_half() -> None:
    values = {"a": Decimal("2.3"), "b": Decimal("2.25"), "c": Decimal("2.2")}
    half_even = {key: value.quantize(Decimal("0.1"), "ROUND_HALF_EVEN") for key, value in values.items()}
    places = [place.place for place in rank(values, direction=Direction.HIGHER, digits=1).places]
    places_half_even = [place.place for place in rank(half_even, direction=Direction.HIGHER, digits=1).places]
    assert (places, places_half_even) == ([1, 1, 3], [1, 2, 2])


def test_a_direction_read_from_a_database_as_text_counts_the_same() -> None:
    text = cast("Direction", Direction.HIGHER.value)
    assert [place.key for place in rank({"a": Decimal(1), "b": Decimal(2)}, direction=text, digits=1).places] == [
        "b",
        "a",
    ]


def test_nobody() -> None:
    nothing: dict[str, Decimal | None] = {}
    result = rank(nothing, direction=Direction.HIGHER, digits=1)
    assert (result.places, result.of) == ([], 0)


@pytest.mark.parametrize("row", case_table(CASES / "bands.csv"))
def test_bands(row: Row) -> None:
    assert bands(place_of(row["place"]), int(row["of"])) == row["bands"].split()


@pytest.mark.parametrize("row", case_table(CASES / "changes.csv"))
def test_change_of_place(row: Row) -> None:
    assert change_of_place(place_of(row["place"]), place_of(row["earlier"])) == number(row["change"])


def test_method_and_tie_rule_have_names() -> None:
    assert (METHOD, TIE_RULE) == ("ranking/1", "competition_rounded_half_up")
