"""ETag, 304 and kept bodies: the same answer costs little, a publication shows at once."""

import pytest
from django.test import Client

from indicators.api.caching import BodyCache
from tests.api_clients import EXPLANATIONS, LISTS, ClientOf, address, publish_now

demo = pytest.mark.usefixtures("demo")


@demo
@pytest.mark.parametrize("name", [*LISTS, *EXPLANATIONS])
def test_an_unchanged_answer_is_not_sent_again(viewer: Client, name: str) -> None:
    answer = viewer.get(address(name))
    tag = answer["ETag"]
    assert answer["Cache-Control"] == "private, no-cache"
    for asked in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = viewer.get(address(name), headers={"If-None-Match": asked})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert viewer.get(address(name), headers={"If-None-Match": '"other"'}).content == answer.content
    head = viewer.head(address(name))
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", tag)


@demo
def test_every_address_and_form_has_its_own_tag(viewer: Client) -> None:
    queries = [{}, {"page_size": "2"}, {"format": "csv"}, {"area": "430300"}]
    tags = {viewer.get(address("observations"), query)["ETag"] for query in queries}
    other_host = viewer.get(address("growth"), headers={"Host": "localhost"})
    assert "http://localhost/" in other_host.json()["results"][0]["explain"]
    assert len({*tags, other_host["ETag"], viewer.get(address("growth"))["ETag"]}) == 6


@demo
@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("observations", {"indicator": "GDP", "area": "430300", "period": "2023-Q4"}),
        ("growth", {"indicator": "GDP", "area": "430300", "period": "2023-Q4"}),
        ("rankings", {"indicator": "GDP", "period": "2015-Q4", "peer_group": "hunan-cities"}),
        ("explain/growth/GDP/430300/2023-Q4", {}),
    ],
)
def test_a_publication_shows_at_once(viewer: Client, name: str, query: dict[str, str]) -> None:
    before = viewer.get(address(name), query)
    publish_now("GDP", "430300", "2023-Q4", "2750", "5.3")
    publish_now("GDP", "430300", "2015-Q4", "1633.07", "9.8", published="2026-03-01")
    after = viewer.get(address(name), query, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]
    assert after.content != before.content


@demo
def test_a_kept_body_asks_the_database_for_login_and_version_only(
    viewer: Client, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    first = viewer.get(address("observations"))
    with django_assert_num_queries(2):
        assert viewer.get(address("observations")).content == first.content
    with django_assert_num_queries(2):
        assert viewer.get(address("observations"), headers={"If-None-Match": first["ETag"]}).status_code == 304


@demo
def test_readers_share_what_is_kept(client_of: ClientOf, django_assert_num_queries: pytest.FixtureRequest) -> None:
    viewer, reviewer = client_of("viewer"), client_of("reviewer")
    first = viewer.get(address("growth"))
    with django_assert_num_queries(2):
        assert reviewer.get(address("growth")).content == first.content


def test_the_least_used_body_goes_first_and_big_ones_are_not_kept() -> None:
    cache = BodyCache(limit=100)
    for tag in "abcd":
        cache.put(tag, b"x" * 25)
    assert cache.get("a") is not None
    cache.put("e", b"x" * 25)
    assert [tag for tag in "abcde" if cache.get(tag)] == ["a", "c", "d", "e"]
    cache.put("f", b"x" * 26)
    assert cache.get("f") is None
    cache.put("a", b"y" * 10)
    assert (cache.get("a"), cache.size) == (b"y" * 10, 85)
