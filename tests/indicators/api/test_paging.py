"""Pages put together are the whole list, whatever their size, also while figures are published."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.api_clients import LISTS, address, publish_now, results

pytestmark = pytest.mark.usefixtures("demo")


def pages_from(client: Client, url: str | None) -> list[list[dict]]:
    """The rows of the page at `url` and of all that follow it."""
    pages = []
    while url:
        answer = client.get(url)
        assert answer.status_code == 200, answer.content.decode()
        body = answer.json()
        assert list(body) == ["next", "results"]
        pages.append(body["results"])
        url = body["next"]
        assert url is None or url.startswith("http://testserver/api/v1/")
    return pages


def pages_of(client: Client, name: str, **query: str) -> list[list[dict]]:
    return pages_from(client, f"{address(name)}?{urlencode(query)}")


@pytest.mark.parametrize("name", LISTS)
def test_all_pages_are_the_whole(viewer: Client, name: str) -> None:
    whole = results(viewer, name)
    size = max(1, len(whole) // 5)
    pages = pages_of(viewer, name, page_size=str(size))
    assert len(pages) >= 5
    assert {len(page) for page in pages[:-1]} == {size}
    assert pages[-1]
    assert [row for page in pages for row in page] == whole


def test_filters_go_along(viewer: Client) -> None:
    pages = pages_of(viewer, "observations", indicator="GDP", area_under="430000", page_size="7")
    rows = [row for page in pages for row in page]
    assert len(pages) > 2
    assert {row["indicator"] for row in rows} == {"GDP"}
    assert rows == results(viewer, "observations", indicator="GDP", area_under="430000")


def test_a_page_that_ends_with_the_list_has_no_next(viewer: Client) -> None:
    count = len(results(viewer, "areas"))
    assert viewer.get(address("areas"), {"page_size": str(count)}).json()["next"] is None
    assert viewer.get(address("areas"), {"page_size": str(count - 1)}).json()["next"] is not None


def test_a_hundred_rows_are_a_page_by_default(viewer: Client) -> None:
    assert len(viewer.get(address("observations")).json()["results"]) == 100


def test_what_was_not_touched_is_seen_once_while_figures_are_published(viewer: Client) -> None:
    before = {(row["indicator"], row["area"], row["period"]) for row in results(viewer, "observations")}
    first = viewer.get(address("observations"), {"page_size": "50"}).json()
    publish_now("GDP", "430300", "2024-Q1", "600")
    rows = [*first["results"], *(row for page in pages_from(viewer, first["next"]) for row in page)]
    seen = [(row["indicator"], row["area"], row["period"]) for row in rows]
    assert len(seen) == len(set(seen))
    assert before <= set(seen)
