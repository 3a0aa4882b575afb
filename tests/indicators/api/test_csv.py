"""`?format=csv`: the whole list, openable in a spreadsheet, and harmless there."""

import csv
import io

import pytest
from django.test import Client

from indicators.writers.spreadsheets import safe_cell
from tests.api_clients import LISTS, address, publish_now, results

pytestmark = pytest.mark.usefixtures("demo")


def table(client: Client, name: str, **query: str) -> list[dict[str, str]]:
    answer = client.get(address(name), {"format": "csv", **query})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}.csv"'
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("name", ["areas", "indicators", "observations", "growth"])
def test_one_line_for_every_row_of_the_list(viewer: Client, name: str) -> None:
    rows = results(viewer, name)
    lines = table(viewer, name, page_size="3")  # pages are for JSON
    assert len(lines) == len(rows) > 20
    assert list(lines[0]) == list(rows[0])
    for line, row in zip(lines, rows, strict=True):
        assert line == {column: cell(value) for column, value in row.items()}


def cell(value: object) -> str:
    """How a value of the JSON stands in the file; the catalogue's yes and no as in a data package."""
    return safe_cell(("no", "yes")[value] if isinstance(value, bool) else value)


def test_one_line_for_every_member(viewer: Client) -> None:
    lines = table(viewer, "peer-groups", group="hunan-cities")
    assert len(lines) == 14
    assert lines[2] == {
        "group": "hunan-cities",
        "name": "全省14市州",
        "area": "430300",
        "valid_from": "",
        "valid_until": "",
    }


def test_one_line_for_every_place(viewer: Client) -> None:
    lines = table(viewer, "rankings", indicator="GDP", period="2015-Q4", peer_group="hunan-cities", basis="growth")
    assert len(lines) == 14
    assert lines[1] == {
        "indicator": "GDP",
        "period": "2015-Q4",
        "peer_group": "hunan-cities",
        "basis": "growth",
        "of": "14",
        "method": "ranking/1",
        "area": "430300",
        "value": "9.6",
        "place": "2",
        "previous_place": "",
        "year_ago_place": "",
        "bands": "top_three first_third",
        "explain": "http://testserver/api/v1/explain/rankings/GDP/2015-Q4/hunan-cities/growth/",
    }


def test_filters_hold(viewer: Client) -> None:
    lines = table(viewer, "observations", indicator="GDP", area="430300", period="2015-Q4", as_of="2016-12-31")
    assert [(line["value"], line["vintage"]) for line in lines] == [("1703.1", "preliminary")]


@pytest.mark.parametrize("note", ["=HYPERLINK(1)", "+1-1", "-2+3", "@SUM(A1)", "\t=1", "\n=1", "-", "+5"])
def test_no_cell_is_taken_for_a_formula(viewer: Client, note: str) -> None:
    publish_now("GDP", "430300", "2024-Q1", "600", "-4.5", note=note)
    [line] = table(viewer, "observations", indicator="GDP", area="430300", period="2024-Q1")
    assert line["note"] == f"'{note}"
    assert line["growth"] == "-4.5"


def test_commas_quotes_and_line_ends_come_through(viewer: Client) -> None:
    note = '含"引号", 逗号\n和换行'
    publish_now("GDP", "430300", "2024-Q1", "600", note=note)
    [line] = table(viewer, "observations", indicator="GDP", area="430300", period="2024-Q1")
    assert line["note"] == note


@pytest.mark.parametrize("name", LISTS)
def test_a_client_may_accept_csv_only(viewer: Client, name: str) -> None:
    answer = viewer.get(address(name), {"format": "csv"}, headers={"Accept": "text/csv"})
    assert answer.status_code == 200
    assert viewer.get(address(name), {"format": "json"}).status_code == 200


def test_an_empty_list_is_a_header(viewer: Client) -> None:
    answer = viewer.get(address("growth"), {"format": "csv", "indicator": "GDP", "period": "1950-Q1"})
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeffindicator,area,period,published,computed,")
    assert text.count("\r\n") == 1


def test_derived_numbers_of_any_length_are_numbers() -> None:
    assert safe_cell("-12345678901234567890.1234567890123456789") == "-12345678901234567890.1234567890123456789"
