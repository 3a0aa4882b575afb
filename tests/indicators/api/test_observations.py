"""`observations`: what a row says, which rows a filter shows, and what was known when."""

import pytest
from django.test import Client

from tests.api_clients import publish_now, results

pytestmark = pytest.mark.usefixtures("demo")


def keys(client: Client, **query: str) -> set[tuple[str, str, str]]:
    return {(row["indicator"], row["area"], row["period"]) for row in results(client, "observations", **query)}


def one_row(client: Client, period: str, **query: str) -> dict:
    """The row of Xiangtan's GDP."""
    [row] = results(client, "observations", indicator="GDP", area="430300", period=period, **query)
    return row


def test_a_row_in_full(viewer: Client) -> None:
    row = one_row(viewer, "2015-Q4")
    assert "1633.07亿元" in row.pop("note")
    assert row == {
        "indicator": "GDP",
        "area": "430300",
        "period": "2015-Q4",
        "value": "1633.07",
        "growth": "9.6",
        "vintage": "census",
        "revision": 1,
        "published_at": "2021-03-31T00:00:00+08:00",
    }


@pytest.mark.parametrize(
    ("as_of", "value", "vintage"),
    [
        ("2016-02-01", "1703.1", "preliminary"),  # a date is its end
        ("2021-03-30T23:59:59+08:00", "1703.1", "preliminary"),
        ("2021-03-30T16:00:00Z", "1633.07", "census"),
        ("2021-03-31", "1633.07", "census"),
    ],
)
def test_what_was_known_at_a_moment(viewer: Client, as_of: str, value: str, vintage: str) -> None:
    """Case C4 of the domain reference: two vintages of Xiangtan's GDP of 2015."""
    row = one_row(viewer, "2015-Q4", as_of=as_of)
    assert (row["value"], row["vintage"]) == (value, vintage)


def test_before_the_first_publication_nothing_was_known(viewer: Client) -> None:
    assert results(viewer, "observations", indicator="GDP", area="430300", as_of="2016-01-31") == []


def test_area_is_exact_and_area_under_a_subtree(viewer: Client) -> None:
    assert {area for _, area, _ in keys(viewer, area="430500")} == {"430500"}
    below = {area for _, area, _ in keys(viewer, area_under="430500")}
    assert {"430500", "430502", "430582"} <= below
    assert all(area.startswith("4305") for area in below)
    everywhere = keys(viewer)
    assert len(everywhere) > 200
    assert keys(viewer, area_under="100000") == everywhere


def test_from_and_to_compare_days_across_frequencies(viewer: Client) -> None:
    periods = {period for _, _, period in keys(viewer, **{"from": "2023", "to": "2023-06"})}
    assert periods == {"2023-Q1", "2023-Q2"}
    assert {period[:4] for _, _, period in keys(viewer, to="2015")} == {"2015"}


def test_numbers_leave_as_they_were_entered(viewer: Client) -> None:
    publish_now("GDP", "430300", "2024-Q1", "123456789012345.123456789012345", "-0.50")
    publish_now("GDP", "430300", "2024-Q2", "1200", "0")
    first, second = one_row(viewer, "2024-Q1"), one_row(viewer, "2024-Q2")
    assert (first["value"], first["growth"]) == ("123456789012345.123456789012345", "-0.5")
    assert (second["value"], second["growth"]) == ("1200", "0")


def test_a_withdrawal_is_a_row_without_a_figure(viewer: Client) -> None:
    publish_now("GDP", "430300", "2023-Q4", vintage="withdrawn")
    row = one_row(viewer, "2023-Q4")
    assert (row["value"], row["growth"], row["vintage"], row["revision"]) == (None, None, "withdrawn", 1)
    assert one_row(viewer, "2023-Q4", as_of="2025-12-31")["growth"] == "5.1"


def test_updated_since_shows_what_entered_the_ledger_since_then(viewer: Client) -> None:
    assert results(viewer, "observations", updated_since="2100-01-01") == []
    explained = viewer.get("/api/v1/explain/observations/GDP/430300/2023-Q4/").json()
    entered = explained["inputs"][0]["when"]
    assert len(results(viewer, "observations", updated_since=entered)) > 200
    publish_now("GDP", "430300", "2023-Q4", "2741.84", "5.2")
    entered_again = viewer.get("/api/v1/explain/observations/GDP/430300/2023-Q4/").json()["inputs"][0]["when"]
    # A blank is what becomes of a plus that was not percent-encoded.
    assert keys(viewer, updated_since=entered_again.replace("+", " ")) == {("GDP", "430300", "2023-Q4")}


def test_moments_show_their_fractions(viewer: Client) -> None:
    publish_now("GDP", "430300", "2024-Q1", "600", published="2024-04-18T02:00:00.25Z")
    assert one_row(viewer, "2024-Q1")["published_at"] == "2024-04-18T10:00:00.25+08:00"
