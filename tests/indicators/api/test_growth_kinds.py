"""`growth` by kind of indicator, across a succession, and of ratios."""

from datetime import date

import pytest
from django.test import Client

from tests.api_clients import results
from tests.builders import figure, make_area, make_group, make_indicator, publish
from tracker.services.calculations import drain_pending_calculations

pytestmark = pytest.mark.usefixtures("small_world")


def one_row(client: Client, indicator: str, area: str, period: str, **query: str) -> dict:
    [row] = results(client, "growth", indicator=indicator, area=area, period=period, **query)
    return row


@pytest.fixture
def small_world(db: None) -> None:
    """A county renamed in 2021, and a ratio over the members of a partition."""
    whole = make_area("whole")
    old = make_area("old", parent=whole, valid_until=date(2020, 12, 31))
    new = make_area("new", parent=whole, succeeds=old, valid_from=date(2021, 1, 1))
    other = make_area("other", parent=whole)
    parts = make_group("parts", new, other)
    tax = make_indicator("TAX", frequency="year")
    land = make_indicator("LAND", kind="stock", frequency="year")
    make_indicator("RATE", kind="rate", frequency="year")
    make_indicator("STEPS", kind="counter", frequency="year")
    make_indicator("PRICES", kind="index", frequency="year")
    inputs = {"numerator": tax, "denominator": land, "partition": parts}
    make_indicator("TAX_PER_MU", kind="ratio", frequency="year", **inputs)
    publish(
        figure("TAX", "old", "2020", "100"),
        figure("TAX", "new", "2021", "110"),
        figure("TAX", "new", "2022", "121"),
        figure("TAX", "other", "2022", "79"),
        figure("LAND", "new", "2022", "30"),
        figure("LAND", "other", "2022", "20"),
        figure("RATE", "new", "2021", "60.6"),
        figure("RATE", "new", "2022", "61.5"),
        figure("STEPS", "new", "2021", "2000"),
        figure("STEPS", "new", "2022", "2028"),
        figure("PRICES", "new", "2021", "102.5"),
        figure("PRICES", "new", "2022", "98.2"),
    )
    drain_pending_calculations()


@pytest.mark.parametrize(
    ("indicator", "computed", "unit"),
    [
        ("TAX", "10.000000", "percent"),
        ("RATE", "0.900000", "points"),  # case C8
        ("STEPS", "28.000000", "measure"),
        ("PRICES", "-1.800000", "percent"),
    ],
)
def test_each_kind_grows_in_its_unit(viewer: Client, indicator: str, computed: str, unit: str) -> None:
    row = one_row(viewer, indicator, "new", "2022")
    assert (row["computed"], row["computed_unit"], row["reason"]) == (computed, unit, None)


def test_a_series_continues_across_a_succession(viewer: Client) -> None:
    assert one_row(viewer, "TAX", "new", "2021")["computed"] == "10.000000"
    row = one_row(viewer, "TAX", "new", "2022", years="2")
    assert (row["average"], row["average_basis"]) == ("10.000000", "computed")


def test_an_average_over_a_gap_is_unknown(viewer: Client) -> None:
    assert one_row(viewer, "TAX", "new", "2022", years="3")["average"] is None


def test_an_index_chains_its_computed_growth(viewer: Client) -> None:
    row = one_row(viewer, "PRICES", "new", "2022", years="2")
    assert (row["average"], row["average_basis"]) == ("0.326965", "computed")


def test_rates_have_no_average(viewer: Client) -> None:
    assert one_row(viewer, "RATE", "new", "2022", years="1")["average"] is None


def test_a_missing_base_is_told(viewer: Client) -> None:
    row = one_row(viewer, "TAX", "other", "2022")
    assert (row["computed"], row["computed_unit"], row["reason"]) == (None, "percent", "no_base")


def test_a_ratio_has_a_row_without_being_published(viewer: Client) -> None:
    row = one_row(viewer, "TAX_PER_MU", "new", "2022")
    assert (row["published"], row["computed_value"]) == (None, "4.033333")


def test_the_ratio_of_a_whole_is_pooled(viewer: Client) -> None:
    """(121 + 79) ÷ (30 + 20), not the mean of 4.03 and 3.95."""
    assert one_row(viewer, "TAX_PER_MU", "whole", "2022")["computed_value"] == "4.000000"


def test_single_periods_are_exact(viewer: Client) -> None:
    make_area("park")
    make_indicator("SALES")
    publish(figure("SALES", "park", "2024-Q1", "10.10"), figure("SALES", "park", "2024-Q2", "25.155"))
    drain_pending_calculations()
    assert one_row(viewer, "SALES", "park", "2024-Q1")["single_period"] == "10.1"
    assert one_row(viewer, "SALES", "park", "2024-Q2")["single_period"] == "15.055"
