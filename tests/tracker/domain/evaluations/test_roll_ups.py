"""Sums over firms: of a park and of what lies above it, absent facts counted, Σ ÷ Σ."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from tracker.domain.evaluations.roll_ups import Place, Sum, note_of, places_of

AREAS = {
    "43": Place("province", None),
    "430300": Place("city", "43"),
    "430304": Place("county", "430300"),
    "gxq": Place("park", "430304"),
    "city-park": Place("park", "430300"),
    "alone": Place("park", None),
    "round-1": Place("park", "round-2"),
    "round-2": Place("park", "round-1"),
}


@pytest.mark.parametrize(
    ("codes", "expected", "note"),
    [
        (("gxq", "430304"), {"gxq", "430304", "430300"}, "up to the city, each once"),
        (("city-park", "430304"), {"city-park", "430304", "430300"}, "a park of the city in a county"),
        (("430304",), {"430304", "430300"}, "no park"),
        (("alone",), {"alone"}, "a park without a parent"),
        (("43",), set(), "no sums of a province"),
        (("gone", "430300"), {"430300"}, "an area that is no more"),
        (("round-1",), {"round-1", "round-2"}, "a chain that closes ends"),
    ],
)
def test_places(codes: Sequence[str], expected: set[str], note: str) -> None:
    assert places_of(codes, AREAS) == expected, note


@pytest.mark.parametrize(
    ("values", "divisor", "expected", "given", "absent", "note"),
    [
        (["60000", "20000"], "10000", "8", 2, 0, "万元 to 亿元"),
        ([None, None], "1", None, 0, 2, "a sum of nothing is nothing"),
        ([], "1", None, 0, 0, "no firm"),
        (["0", None], "1", "0", 1, 1, "zero is a fact"),
        (["-1.5", "1"], "1", "-0.5", 2, 0, "a refund"),
        (
            ["123456789012345.123456789012345", "0.000000000000001"],
            "1",
            "123456789012345.123456789012346",
            2,
            0,
            "exact",
        ),
        (["10"], "3", "3.333333333333333", 1, 0, "no more digits than the ledger holds"),
    ],
)
def test_sums(
    values: Sequence[str | None], divisor: str, expected: str | None, given: int, absent: int, note: str
) -> None:
    total = Sum()
    for value in values:
        total.add(None if value is None else Decimal(value))
    found = total.divided_by(Decimal(divisor))
    assert (found, total.given, total.absent) == (expected and Decimal(expected), given, absent), note


def test_case_c22() -> None:
    """60 000 万 on 5000 亩 and 20 000 on 4000 are 8.89 together, not 8.50."""
    tax, land = Sum(), Sum()
    for amount, area in ((60_000, 5_000), (20_000, 4_000)):
        tax.add(Decimal(amount))
        land.add(Decimal(area))
    assert tax.total is not None and land.total is not None
    assert round(tax.total / land.total, 2) == Decimal("8.89")


def test_the_note_says_what_is_missing() -> None:
    assert note_of("甲", "R", Sum(total=Decimal(1), given=3)) == "评价批次“甲”（R）汇总：参评企业 3 户"
    assert note_of("甲", "R", Sum(total=Decimal(1), given=3, absent=2)).endswith("3 户，另有 2 户没有此项数据、未计入")
