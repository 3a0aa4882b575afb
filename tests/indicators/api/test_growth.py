"""`growth` over the demo: published growth stands, nothing is computed where the catalogue forbids it."""

import pytest
from django.test import Client

from tests.api_clients import publish_now, results

pytestmark = pytest.mark.usefixtures("demo")


def one_row(client: Client, period: str, **query: str) -> dict:
    """The row of Xiangtan's GDP."""
    [row] = results(client, "growth", indicator="GDP", area="430300", period=period, **query)
    return row


def test_growth_at_constant_prices_is_published_and_never_computed(viewer: Client) -> None:
    assert one_row(viewer, "2023-Q4") == {
        "indicator": "GDP",
        "area": "430300",
        "period": "2023-Q4",
        "published": "5.1",
        "computed": None,
        "computed_unit": None,
        "single_period": None,
        "computed_value": None,
        "average": None,
        "average_basis": None,
        "reason": "not_computable",
        "explain": "http://testserver/api/v1/explain/growth/GDP/430300/2023-Q4/",
    }


def test_there_is_a_row_for_every_current_figure(viewer: Client) -> None:
    figures = results(viewer, "observations")
    grown = {(row["indicator"], row["area"], row["period"]) for row in results(viewer, "growth")}
    assert len(figures) > 200
    assert {(row["indicator"], row["area"], row["period"]) for row in figures} <= grown


def test_a_withdrawal_takes_its_row_away(viewer: Client) -> None:
    publish_now("GDP", "430300", "2023-Q4", vintage="withdrawn")
    assert results(viewer, "growth", indicator="GDP", area="430300", period="2023-Q4") == []


def test_the_published_average_of_five_years(viewer: Client) -> None:
    """From levels 7.5 % a year, from the growth published for each year 7.1 % (case C4): the latter counts."""
    for year, growth in zip(range(2016, 2021), ("7.9", "8.3", "7.8", "7.6", "3.9"), strict=True):
        publish_now("GDP", "430300", f"{year}-Q4", growth=growth)
    row = one_row(viewer, "2020-Q4", years="5")
    assert row["average_basis"] == "published"
    assert row["average"] == "7.087627"
    assert row["explain"].endswith("/2020-Q4/?years=5")
