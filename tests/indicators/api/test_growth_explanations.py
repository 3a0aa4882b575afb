"""`explain/growth`: the formula with its periods, and exactly the figures that were read."""

from datetime import date

import pytest
from django.test import Client
from django.utils.http import urlencode

from tests.api_clients import address, results
from tests.builders import figure, make_area, make_group, make_indicator, publish
from tracker.services.calculations import drain_pending_calculations

Used = tuple[str, str, str]

pytestmark = pytest.mark.usefixtures("world")


def explanation(client: Client, indicator: str, area: str, period: str, **query: str) -> dict:
    answer = client.get(f"{address(f'explain/growth/{indicator}/{area}/{period}')}?{urlencode(query)}")
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def used(body: dict) -> dict[str, set[Used]]:
    """The figures of an explanation by what they were used as."""
    found: dict[str, set[Used]] = {}
    for each in body["inputs"]:
        for role in each["roles"]:
            found.setdefault(role, set()).add((each["indicator"], each["area"], each["period"]))
    return found


def symbols(body: dict) -> dict[str, str]:
    return {each["field"]: each["symbols"] for each in body["formula"]}


@pytest.fixture
def world(db: None) -> None:
    """A county renamed in 2021, a cumulative series, and a ratio over the members of a partition."""
    whole = make_area("全市")
    old = make_area("old", parent=whole, valid_until=date(2020, 12, 31))
    new = make_area("new", parent=whole, succeeds=old, valid_from=date(2021, 1, 1))
    other = make_area("other%", parent=whole)
    parts = make_group("parts", new, other)
    make_indicator("SALES")
    tax = make_indicator("TAX")
    land = make_indicator("LAND", kind="stock", frequency="year")
    make_indicator("PER_MU", kind="ratio", frequency="year", numerator=tax, denominator=land, partition=parts, factor=2)
    publish(
        figure("SALES", "old", "2020-Q2", "40", "3"),
        figure("SALES", "new", "2021-Q1", "20", "4"),
        figure("SALES", "new", "2021-Q2", "50", "5"),
        figure("TAX", "old", "2020-Q4", "60"),
        figure("TAX", "new", "2021-Q4", "70"),
        figure("TAX", "other%", "2021-Q4", "50"),
        figure("LAND", "new", "2021", "30"),
        figure("LAND", "other%", "2021", "10"),
    )
    drain_pending_calculations()


def test_growth_reads_its_base_across_the_succession(viewer: Client) -> None:
    body = explanation(viewer, "SALES", "new", "2021-Q2", years="1")
    assert (body["computed"], body["single_period"], body["method"]) == ("25.000000", "30", "growth/1")
    assert used(body) == {
        "current": {("SALES", "new", "2021-Q2")},
        "published": {("SALES", "new", "2021-Q2")},
        "average": {("SALES", "new", "2021-Q2")},
        "year_ago": {("SALES", "old", "2020-Q2")},
        "previous": {("SALES", "new", "2021-Q1")},
    }
    assert symbols(body)["computed"] == "(x[2021-Q2] − x[2020-Q2]) ÷ x[2020-Q2] × 100"
    assert symbols(body)["single_period"] == "x[2021-Q2] − x[2021-Q1]"
    assert all(each["who"] == "tester" and each["source"] == "test" for each in body["inputs"])


def test_an_average_names_the_growth_it_chains(viewer: Client) -> None:
    body = explanation(viewer, "SALES", "new", "2021-Q2", years="2")
    assert (body["average"], body["average_basis"]) == ("3.995192", "published")
    assert used(body)["average"] == {("SALES", "old", "2020-Q2"), ("SALES", "new", "2021-Q2")}
    unknown = explanation(viewer, "SALES", "new", "2021-Q2")
    assert (unknown["average"], unknown["average_reason"], unknown["years"]) == (None, "gap", 3)


def test_a_ratio_names_its_inputs_of_both_years(viewer: Client) -> None:
    body = explanation(viewer, "PER_MU", "new", "2021")
    assert (body["computed_value"], body["factor"], body["reason"]) == ("4.666667", "2", "no_base")
    assert used(body) == {
        "numerator": {("TAX", "new", "2021-Q4")},
        "denominator": {("LAND", "new", "2021")},
        "year_ago_numerator": {("TAX", "old", "2020-Q4")},
    }
    assert symbols(body)["computed_value"] == "a[2021] ÷ b[2021] × k"


def test_the_ratio_of_a_whole_names_every_member(viewer: Client) -> None:
    body = explanation(viewer, "PER_MU", "全市", "2021")
    assert body["computed_value"] == "6.000000"
    assert used(body)["numerator"] == {("TAX", "new", "2021-Q4"), ("TAX", "other%", "2021-Q4")}
    assert used(body)["denominator"] == {("LAND", "new", "2021"), ("LAND", "other%", "2021")}
    assert symbols(body)["computed_value"] == "Σa[2021] ÷ Σb[2021] × k"


def test_links_hold_any_code(viewer: Client) -> None:
    """Codes may be Chinese or hold a percent sign; links are percent-encoded."""
    [whole] = results(viewer, "growth", area="全市")
    [other] = results(viewer, "growth", area="other%", indicator="TAX")
    assert "/%E5%85%A8%E5%B8%82/" in whole["explain"]
    assert "/other%25/" in other["explain"]
    for row in (whole, other):
        assert viewer.get(row["explain"]).json()["area"] == row["area"]
