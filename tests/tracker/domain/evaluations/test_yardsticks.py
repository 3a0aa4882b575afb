"""Averages of a group or a park are Σ ÷ Σ."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.domain.evaluations.evaluation_cases import cards_of, written_item, written_scheme
from tracker.domain.evaluations.quotients import Quotient
from tracker.domain.evaluations.values import Inputs
from tracker.domain.evaluations.yardsticks import pooled

numerators = st.decimals(-1000, 1000, places=3)
denominators = st.decimals("0.001", 1000, places=3)


def test_c22_two_parks_together() -> None:
    together = pooled([Inputs(Decimal(60000), Decimal(5000)), Inputs(Decimal(20000), Decimal(4000))])
    assert together is not None
    assert round(together.six(), 2) == Decimal("8.89")  # the mean of 12 and 5 would be 8.50


def test_who_makes_no_ratio_counts_on_neither_side() -> None:
    pairs = [(6, 2), (None, 5), (5, None), (5, 0), (5, -1)]
    inputs = [Inputs(*(None if side is None else Decimal(side) for side in pair)) for pair in pairs]
    together = pooled(inputs)
    assert together is not None
    assert (together.numerator, together.denominator) == (Decimal(6), Decimal(2))
    assert pooled(inputs[1:]) is None
    assert pooled([]) is None


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_of_equal_extremes_the_plainest_is_shown_whatever_the_order(order: tuple[int, ...]) -> None:
    rows = [{"revenue": text, "land_owned": text} for text in ("2", "1", "3")]
    written = written_scheme(written_item(formula="min_max", baseline=None))
    for card in cards_of(written, [rows[place] for place in order]):
        yardstick = card.items[0].yardstick
        assert yardstick.smallest == yardstick.largest == Quotient(Decimal(1), Decimal(1))


@given(st.lists(st.tuples(numerators, denominators), min_size=1, max_size=8))
def test_an_average_lies_between_its_smallest_and_its_largest_ratio(pairs: list[tuple[Decimal, Decimal]]) -> None:
    inputs = [Inputs(above, below) for above, below in pairs]
    together = pooled(inputs)
    ratios = [each.ratio for each in inputs if each.ratio is not None]
    assert together is not None
    assert len(ratios) == len(pairs)
    assert not together < min(ratios)
    assert not max(ratios) < together
