"""Query strings that make no sense are answered in words, never with a breakdown."""

from collections.abc import Callable

import pytest
from django.test import Client

from indicators.choices import Role

OBSERVATIONS, RANKINGS = "/admin/indicators/observation/", "/admin/tracker/ranking/"
SENSELESS = [
    "indicator__id__exact=abc",
    "indicator__id__exact=99999999999999999999999",
    "indicator__id=abc",
    "area=abc",
    "area=999999999999999999999",
    "area=%C2%B2",
    "area=1&area_scope=sideways",
    "period=abc",
    "period=2024-Q9",
    "as_of=xyz",
    "as_of=2024-02-30",
    "as_of=0001-01-01",
    "as_of=9999-12-31",
    "vintage__exact=none",
    "p=999",
    "p=abc",
    "p=-1",
    "o=99.abc",
    "q=" + "%22" * 30,
    "all=",
    "e=1",
    "_to_field=id",
]


@pytest.fixture
def viewer(demo: None, client_of: Callable[..., Client]) -> Client:
    return client_of(Role.VIEWER)


@pytest.mark.parametrize("query", SENSELESS)
@pytest.mark.parametrize("path", [OBSERVATIONS, f"{OBSERVATIONS}export.csv", "/admin/indicators/growth/", RANKINGS])
def test_senseless_filters(viewer: Client, path: str, query: str) -> None:
    response = viewer.get(f"{path}?{query}", follow=True)
    assert response.status_code in (200, 400)


def test_a_refused_filter_says_so(viewer: Client) -> None:
    text = viewer.get(f"{OBSERVATIONS}?indicator__id__exact=abc", follow=True).content.decode()
    assert "查询条件有误，已改为显示全部。" in text
    assert "不是日期" in viewer.get(f"{OBSERVATIONS}?as_of=xyz").content.decode()
    assert "不是有效的期别" in viewer.get(f"{OBSERVATIONS}?period=abc").content.decode()


def test_a_page_that_is_none_keeps_the_filter(viewer: Client) -> None:
    response = viewer.get(f"{OBSERVATIONS}?p=999&vintage__exact=preliminary", follow=True)
    assert response.redirect_chain == [(f"{OBSERVATIONS}?vintage__exact=preliminary", 302)]


@pytest.mark.parametrize("query", ["q=%00", "period=%00", "vintage__exact=%00", "%00=1", "as_of=%00"])
def test_a_nul_character_is_refused(viewer: Client, query: str) -> None:
    response = viewer.get(f"{OBSERVATIONS}?{query}")
    assert response.status_code == 400
    assert "请求有误" in response.content.decode()


def test_a_nul_character_is_refused_before_the_login(client: Client) -> None:
    assert client.get("/admin/login/?next=%00").status_code == 400


@pytest.mark.parametrize("pk", ["abc", "0", "99999999999999999999"])
@pytest.mark.parametrize("page", ["change/", "revise/", "history/", "places.csv", "delete/"])
def test_objects_that_are_none(demo: None, client_of: Callable[..., Client], pk: str, page: str) -> None:
    client = client_of(Role.PUBLISHER)
    for path in (OBSERVATIONS, RANKINGS):
        refused = page in ("history/", "delete/")  # for this role, whatever there is
        assert client.get(f"{path}{pk}/{page}", follow=True).status_code == (403 if refused else 404)


@pytest.mark.parametrize("query", ["s=数据&page=abc", "s=数据&page=99", "s=数据", "s="])
def test_the_search_for_pages(viewer: Client, query: str) -> None:
    assert viewer.get(f"/admin/search/?extended=1&{query}").status_code in (200, 404)


@pytest.mark.parametrize(
    "query", ["", "app_label=x", "app_label=indicators&model_name=observation&field_name=area&page=9"]
)
def test_the_search_for_objects(viewer: Client, query: str) -> None:
    assert viewer.get(f"/admin/autocomplete/?{query}").status_code in (403, 404)


@pytest.mark.parametrize(
    "path", ["/admin/tracker/bulletin/1/file/%00/", "/admin/indicators/area/1%00/change/", "/api/v1/areas%00/"]
)
def test_no_address_has_a_nul_character(viewer: Client, path: str) -> None:
    assert viewer.get(path).status_code == 404
