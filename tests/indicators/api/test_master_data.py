"""`areas`, `peer-groups`, `indicators`: the columns of the data package, and their filters."""

from datetime import date

import pytest
from django.test import Client

from tests.api_clients import results
from tests.builders import make_area, make_group

pytestmark = pytest.mark.usefixtures("demo")


def codes(client: Client, name: str, **query: str) -> set[str]:
    return {row["code"] for row in results(client, name, **query)}


def test_an_area_in_full(viewer: Client) -> None:
    [row] = results(viewer, "areas", code="431181")
    assert row == {
        "code": "431181",
        "name": "祁阳市",
        "kind": "county",
        "parent": "431100",
        "valid_from": "2021-01-20",
        "valid_until": None,
        "succeeds": "431121",
        "class": None,
    }


def test_areas_by_kind_parent_and_subtree(viewer: Client) -> None:
    cities = codes(viewer, "areas", kind="city")
    assert len(cities) == 14
    assert codes(viewer, "areas", parent="430000") == cities
    counties = codes(viewer, "areas", parent="430300")
    assert counties == {"430302", "430304", "430321", "430381", "430382"}
    assert codes(viewer, "areas", area_under="430300") == counties | {"430300", "430381-JKQ"}
    assert codes(viewer, "areas", area="430300") == {"430300"}
    assert codes(viewer, "areas", area_under="430000", kind="county") > counties


def test_a_peer_group_lists_its_members(viewer: Client) -> None:
    [row] = results(viewer, "peer-groups", group="chang-zhu-tan")
    members = [{"area": code, "valid_from": None, "valid_until": None} for code in ("430100", "430200", "430300")]
    assert row == {"group": "chang-zhu-tan", "name": "长株潭", "members": members}


def test_peer_groups_of_an_area(viewer: Client) -> None:
    found = results(viewer, "peer-groups", area="430300")
    assert {row["group"] for row in found} == {"chang-zhu-tan", "hunan-cities"}
    assert {len(row["members"]) for row in found} == {3, 14}


def test_members_on_a_day(viewer: Client) -> None:
    left, stays = make_area("left"), make_area("stays")
    make_group("pair", (left, None, date(2023, 12, 31)), (stays, date(2020, 1, 1), None))
    [then] = results(viewer, "peer-groups", group="pair", date="2023-12-31")
    assert [member["area"] for member in then["members"]] == ["left", "stays"]
    [now] = results(viewer, "peer-groups", group="pair", date="2024-01-01")
    assert now["members"] == [{"area": "stays", "valid_from": "2020-01-01", "valid_until": None}]
    assert results(viewer, "peer-groups", area="left", date="2024-01-01") == []


def test_an_indicator_in_full(viewer: Client) -> None:
    [row] = results(viewer, "indicators", code="GDP")
    assert row.pop("definition").startswith("自年初至季末累计的地区生产总值")
    assert row == {
        "code": "GDP",
        "name": "地区生产总值",
        "measure_unit": "亿元",
        "kind": "flow_ytd",
        "direction": "higher",
        "frequency": "quarter",
        "decimals": 2,
        "growth_decimals": 1,
        "numerator": None,
        "denominator": None,
        "factor": "1",
        "growth_computable": False,
        "department": "统计局",
        "theme": "综合",
        "partition": None,
    }


def test_indicators_by_what_they_are(viewer: Client) -> None:
    everything = codes(viewer, "indicators")
    investment = codes(viewer, "indicators", theme="投资")
    assert "FIXED_INVESTMENT" in investment < everything
    assert "GDP" in codes(viewer, "indicators", kind="flow_ytd") < everything
    assert codes(viewer, "indicators", department="财政局") == {"BUDGET_REVENUE", "BUDGET_SPENDING"}
    assert (
        codes(viewer, "indicators", frequency="month")
        | codes(viewer, "indicators", frequency="quarter")
        | codes(viewer, "indicators", frequency="year")
        == everything
    )
