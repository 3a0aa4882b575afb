"""An answer of many rows asks the database as often as one of few."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.api.caching import bodies
from tests.api_clients import EXPLANATIONS, LISTS, address

pytestmark = pytest.mark.usefixtures("demo")


def queries_of(client: Client, name: str, **query: str) -> int:
    bodies.clear()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = client.get(f"{address(name)}?{urlencode(query)}")
        if answer.streaming:
            b"".join(answer.streaming_content)
    assert answer.status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("name", "limit"),
    [("areas", 3), ("peer-groups", 4), ("indicators", 3), ("observations", 3), ("growth", 6), ("rankings", 4)],
)
def test_pages(viewer: Client, name: str, limit: int) -> None:
    """Login, version of the data, the rows, and what belongs to them."""
    assert name in LISTS
    few, many = (queries_of(viewer, name, page_size=size) for size in ("2", "1000"))
    assert few == many == limit


@pytest.mark.parametrize("name", LISTS)
def test_csv(viewer: Client, name: str) -> None:
    assert queries_of(viewer, name, format="csv") <= 8


def test_filters_ask_once_each(viewer: Client) -> None:
    query = {"indicator": "GDP", "area": "430300", "area_under": "430000"}
    few, many = (queries_of(viewer, "observations", page_size=size, **query) for size in ("1", "1000"))
    assert few == many == 7


@pytest.mark.parametrize("name", EXPLANATIONS)
def test_explanations(viewer: Client, name: str) -> None:
    assert queries_of(viewer, name) <= 15


def test_the_explanation_of_a_larger_ranking_asks_no_more(viewer: Client) -> None:
    of_three, of_fourteen = (
        queries_of(viewer, f"explain/rankings/GDP/2015-Q4/{group}/growth")
        for group in ("chang-zhu-tan", "hunan-cities")
    )
    assert of_three == of_fourteen
