"""The catalogue's words are promised by letter; vintages have an order."""

from enum import StrEnum

import pytest

from indicators.domain.kinds import Direction, Frequency, Kind, Vintage


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (Kind, "flow_ytd flow stock counter ratio rate growth_only index"),
        (Direction, "higher lower"),
        (Frequency, "year quarter month"),
        (Vintage, "estimate preliminary final census withdrawn"),
    ],
)
def test_words_are_those_of_the_interface(words: type[StrEnum], expected: str) -> None:
    assert [str(word) for word in words] == expected.split()


def test_periods_per_year() -> None:
    assert [frequency.periods_per_year for frequency in Frequency] == [1, 4, 12]


def test_vintages_settle_in_the_order_of_rule_r5() -> None:
    assert [vintage.rank for vintage in Vintage] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(
    ("vintage", "earlier", "lower"),
    [
        (Vintage.PRELIMINARY, Vintage.FINAL, True),
        (Vintage.ESTIMATE, Vintage.CENSUS, True),
        (Vintage.FINAL, Vintage.PRELIMINARY, False),
        (Vintage.FINAL, Vintage.FINAL, False),
        (Vintage.WITHDRAWN, Vintage.CENSUS, False),
        (Vintage.ESTIMATE, Vintage.WITHDRAWN, False),
    ],
)
def test_a_lower_vintage_after_a_higher_one(vintage: Vintage, earlier: Vintage, lower: bool) -> None:
    assert vintage.is_lower_than(earlier) is lower
