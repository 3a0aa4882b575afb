"""`rankings` and `explain/rankings`: real places, members without data, comparisons, and what stands behind them."""

from datetime import date

import pytest
from django.test import Client

from tests.api_clients import address, publish_now, results
from tests.builders import figure, make_area, make_group, make_indicator, publish
from tracker.services.calculations import drain_pending_calculations

pytestmark = pytest.mark.usefixtures("demo")

# Case C1 of the domain reference.
HUNAN_2015 = {
    "长沙市": 1,
    "湘潭市": 2,
    "邵阳市": 2,
    "株洲市": 4,
    "永州市": 5,
    "衡阳市": 6,
    "岳阳市": 6,
    "常德市": 6,
    "张家界市": 9,
    "郴州市": 9,
    "怀化市": 9,
    "益阳市": 12,
    "湘西土家族苗族自治州": 13,
    "娄底市": 14,
}


def one_ranking(client: Client, indicator: str, period: str, group: str, basis: str) -> dict:
    [row] = results(client, "rankings", indicator=indicator, period=period, peer_group=group, basis=basis)
    return row


def test_the_growth_of_hunan_in_2015(viewer: Client) -> None:
    names = {row["code"]: row["name"] for row in results(viewer, "areas")}
    row = one_ranking(viewer, "GDP", "2015-Q4", "hunan-cities", "growth")
    assert (row["of"], row["method"]) == (14, "ranking/1")
    assert {names[place["area"]]: place["place"] for place in row["places"]} == HUNAN_2015
    assert [place["place"] for place in row["places"]] == sorted(HUNAN_2015.values())
    bands = [place["bands"] for place in row["places"]]
    assert bands[2:5] == [["top_three", "first_third"], ["first_third"], []]
    assert {place["value"] for place in row["places"][4:5]} == {"9.0"}  # all digits of the indicator


def test_filters_choose(viewer: Client) -> None:
    everything = results(viewer, "rankings")
    assert len(everything) > 50
    for parameter, value in (
        ("indicator", "GDP"),
        ("period", "2015-Q4"),
        ("peer_group", "hunan-cities"),
        ("basis", "value"),
    ):
        rows = results(viewer, "rankings", **{parameter: value})
        assert rows == [row for row in everything if row[parameter] == value] != []


@pytest.fixture
def league(demo: None) -> None:
    """Three members and a fourth that joins in 2023, two years of a series of which less is better."""
    one, two, three, late = (make_area(code) for code in ("one", "two", "three", "late"))
    make_group("league", one, two, three, (late, date(2023, 1, 1), None))
    make_indicator("DUST", kind="stock", frequency="year", direction="lower", decimals=1)
    publish(
        *(figure("DUST", code, "2022", value) for code, value in (("one", "30.04"), ("two", "29.96"), ("three", "40"))),
        *(figure("DUST", code, "2023", value) for code, value in (("one", "33"), ("two", "27"), ("late", "20"))),
    )
    drain_pending_calculations()


@pytest.mark.usefixtures("league")
def test_members_without_data_stand_last_without_a_place(viewer: Client) -> None:
    row = one_ranking(viewer, "DUST", "2023", "league", "value")
    assert row["of"] == 3
    assert [tuple(place.values()) for place in row["places"]] == [
        ("late", "20.0", 1, None, None, ["top_three", "first_third"]),
        ("two", "27.0", 2, 1, 1, ["top_three"]),
        ("one", "33.0", 3, 1, 1, ["top_three"]),
        ("three", None, None, 3, 3, []),
    ]


@pytest.mark.usefixtures("league")
def test_members_are_those_of_the_last_day_of_the_period(viewer: Client) -> None:
    row = one_ranking(viewer, "DUST", "2022", "league", "value")
    assert [place["area"] for place in row["places"]] == ["one", "two", "three"]
    assert [place["value"] for place in row["places"]] == ["30.0", "30.0", "40.0"]


@pytest.mark.usefixtures("league")
def test_an_explanation_shows_rules_figures_and_comparisons(viewer: Client) -> None:
    body = viewer.get(one_ranking(viewer, "DUST", "2023", "league", "value")["explain"]).json()
    rules = ("members_on", "source", "direction", "digits", "tie_rule", "of", "method")
    assert tuple(body[name] for name in rules) == (
        *("2023-12-31", "published", "lower", 1),
        *("competition_rounded_half_up", 3, "ranking/1"),
    )
    assert "越小越好" in body["formula"][0]["words"]
    late, _, _, three = body["places"]
    [behind] = late["inputs"]
    assert (late["unrounded"], behind["value"], behind["who"], behind["roles"]) == ("20", "20", "tester", ["ranked"])
    assert viewer.get(late["explain"]).json()["history"][0]["value"] == "20"
    assert (three["unrounded"], three["inputs"], three["explain"]) == (None, [], None)
    earlier = body["compared_with"]
    assert earlier["previous"] == earlier["year_ago"]
    assert [place["unrounded"] for place in viewer.get(earlier["previous"]).json()["places"]] == [
        "30.04",
        "29.96",
        "40",
    ]


@pytest.mark.usefixtures("league")
def test_a_ranking_by_computed_growth_leads_to_the_computation(viewer: Client) -> None:
    body = viewer.get(one_ranking(viewer, "DUST", "2023", "league", "growth")["explain"]).json()
    assert body["source"] == "computed"
    first = body["places"][0]
    assert (first["area"], first["value"], first["unrounded"]) == ("two", "-9.9", "-9.879840")
    read = {role: each["value"] for each in first["inputs"] for role in each["roles"]}
    assert read == {"current": "27", "year_ago": "29.96"}
    behind = viewer.get(first["explain"]).json()
    assert behind["computed"] == "-9.879840"
    assert {each["value"] for each in behind["inputs"]} == {"27", "29.96"}
    assert body["compared_with"] == {"previous": None, "year_ago": None}


def test_a_correction_moves_the_places(viewer: Client) -> None:
    publish_now("GDP", "430300", "2015-Q4", "1633.07", "10.0", published="2026-03-01")
    row = one_ranking(viewer, "GDP", "2015-Q4", "hunan-cities", "growth")
    assert [(place["area"], place["place"]) for place in row["places"][:3]] == [
        ("430300", 1),
        ("430100", 2),
        ("430500", 3),
    ]


def test_a_withdrawn_figure_takes_its_place_along(viewer: Client) -> None:
    publish_now("GDP", "430300", "2015-Q4", vintage="withdrawn", published="2026-03-01")
    row = one_ranking(viewer, "GDP", "2015-Q4", "hunan-cities", "growth")
    assert row["of"] == 13
    assert row["places"][-1] == {
        "area": "430300",
        "value": None,
        "place": None,
        "previous_place": None,
        "year_ago_place": None,
        "bands": [],
    }


def test_there_is_no_ranking_without_a_figure(viewer: Client) -> None:
    assert results(viewer, "rankings", indicator="GDP", period="1990-Q4") == []
    assert viewer.get(address("explain/rankings/GDP/1990-Q4/hunan-cities/growth")).status_code == 404
