"""Query parameters are read strictly; a refusal names the parameter."""

import pytest
from django.test import Client

from tests.api_clients import EXPLANATIONS, LISTS, address

pytestmark = pytest.mark.usefixtures("demo")


@pytest.mark.parametrize("name", [*LISTS, *EXPLANATIONS])
def test_an_unknown_parameter_is_refused_everywhere(viewer: Client, name: str) -> None:
    for query in ({"colour": "red"}, {"Area": "430300"}, {"": "x"}):
        answer = viewer.get(address(name), query)
        assert (answer.status_code, answer.json()["code"]) == (400, "unknown_parameter")
        assert answer.json()["detail"]["parameter"] == next(iter(query))


@pytest.mark.parametrize("name", LISTS)
def test_a_parameter_given_twice_is_refused(viewer: Client, name: str) -> None:
    answer = viewer.get(f"{address(name)}?page_size=10&page_size=20")
    assert (answer.status_code, answer.json()["code"]) == (400, "repeated_parameter")


def test_two_names_of_one_parameter_are_a_repetition(viewer: Client) -> None:
    answer = viewer.get(address("areas"), {"area": "430300", "code": "430100"})
    assert (answer.status_code, answer.json()["code"]) == (400, "repeated_parameter")


@pytest.mark.parametrize("size", ["0", "-1", "1001", "ten", "10.0", "", " 10", "１０", "99999999999999999999"])
def test_page_sizes_outside_the_limits(viewer: Client, size: str) -> None:
    answer = viewer.get(address("areas"), {"page_size": size})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_page_size")


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("cursor", ["", "x", "W10:x", "WzFd", "\x00", "../"])
def test_cursors_that_are_none(viewer: Client, name: str, cursor: str) -> None:
    answer = viewer.get(address(name), {"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_cursor")


def test_the_cursor_of_another_list_is_refused(viewer: Client) -> None:
    following = viewer.get(address("areas"), {"page_size": "1"}).json()["next"]
    answer = viewer.get(following.replace("/areas/", "/indicators/"))
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_cursor")


@pytest.mark.parametrize(
    ("name", "parameter", "value"),
    [
        ("observations", "period", "2024-Q5"),
        ("observations", "period", ""),
        ("observations", "from", "2024-13"),
        ("observations", "to", "1900"),
        ("observations", "as_of", "2024-02-30"),
        ("observations", "as_of", "2024-02-28T10:00:00"),
        ("observations", "updated_since", "yesterday"),
        ("observations", "format", "xml"),
        ("growth", "years", "0"),
        ("growth", "years", "21"),
        ("growth", "period", "2024q1"),
        ("rankings", "basis", "level"),
        ("rankings", "period", "2024-Q"),
        ("areas", "kind", "town"),
        ("areas", "area", "\x00"),
        ("indicators", "kind", "GDP"),
        ("indicators", "frequency", "week"),
        ("peer-groups", "date", "2024-1-1"),
        ("explain/growth/GDP/430300/2015-Q4", "years", "x"),
    ],
)
def test_a_value_that_cannot_be_read(viewer: Client, name: str, parameter: str, value: str) -> None:
    answer = viewer.get(address(name), {parameter: value})
    body = answer.json()
    assert (answer.status_code, body["code"]) == (400, f"invalid_{parameter}")
    assert body["detail"] == {"parameter": parameter}
    assert parameter in body["message"]


@pytest.mark.parametrize(
    ("name", "parameter"),
    [
        ("observations", "indicator"),
        ("observations", "area"),
        ("observations", "area_under"),
        ("growth", "indicator"),
        ("growth", "area"),
        ("rankings", "indicator"),
        ("rankings", "peer_group"),
        ("areas", "area"),
        ("areas", "code"),
        ("areas", "parent"),
        ("areas", "area_under"),
        ("peer-groups", "group"),
        ("peer-groups", "area"),
        ("indicators", "code"),
        ("indicators", "department"),
    ],
)
@pytest.mark.parametrize("code", ["没有", "", "' OR 1=1 --", "a" * 5_000])
def test_a_code_that_names_nothing(viewer: Client, name: str, parameter: str, code: str) -> None:
    for query in ({parameter: code}, {parameter: code, "format": "csv"}):
        answer = viewer.get(address(name), query)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_filters_of_one_list_are_no_parameters_of_another(viewer: Client) -> None:
    assert viewer.get(address("growth"), {"as_of": "2024-01-01"}).json()["code"] == "unknown_parameter"
    assert viewer.get(address("observations"), {"years": "3"}).json()["code"] == "unknown_parameter"
