"""`explain/observations`, and the links of every list: what is shown can be followed to its source."""

from datetime import datetime

import pytest
from django.test import Client

from tests.api_clients import address, publish_now, results

pytestmark = pytest.mark.usefixtures("demo")


def explanation(client: Client, *path: str) -> dict:
    answer = client.get(address("/".join(("explain", *path))))
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def test_the_history_of_a_figure(viewer: Client) -> None:
    body = explanation(viewer, "observations", "GDP", "430300", "2015-Q4")
    assert (body["indicator_name"], body["area_name"]) == ("地区生产总值", "湘潭市")
    assert [(each["value"], each["vintage"], each["revision"], each["action"]) for each in body["history"]] == [
        ("1703.1", "preliminary", 0, "published"),
        ("1633.07", "census", 1, "revised"),
    ]
    first, second = body["history"]
    assert first["superseded_at"] == second["published_at"] == "2021-03-31T00:00:00+08:00"
    assert second["superseded_at"] is None
    assert body["inputs"] == [second]
    assert "zjjnews.cn" in first["note"]
    for each in body["history"]:
        assert each["source"].startswith("数据包 xiangtan（SHA-256 ")
        assert each["who"] == "测试"
        assert datetime.fromisoformat(each["when"]).tzinfo is not None


def test_a_correction_names_its_reason(viewer: Client) -> None:
    publish_now("GDP", "430300", "2015-Q4", "1640", published="2026-03-01")
    newest = explanation(viewer, "observations", "GDP", "430300", "2015-Q4")["history"][-1]
    assert (newest["action"], newest["source"], newest["who"]) == ("revised", "test", "tester")


@pytest.mark.parametrize("name", ["growth", "rankings"])
def test_every_link_of_a_list_leads_somewhere(viewer: Client, name: str) -> None:
    rows = results(viewer, name)
    assert len(rows) > 50
    for row in rows[:: len(rows) // 40]:
        body = viewer.get(row["explain"]).json()
        for column in row.keys() - {"places"}:
            assert column == "explain" or body[column] == row[column], row["explain"]


@pytest.mark.parametrize(
    "path",
    [
        ("observations", "GDP", "430300", "1999-Q4"),
        ("observations", "GDP", "430300", "2015-q4"),
        ("observations", "GDP", "没有", "2015-Q4"),
        ("growth", "没有", "430300", "2015-Q4"),
        ("growth", "GDP", "430300", "2015"),
        ("growth", "GDP", "\x00", "2015-Q4"),
        ("rankings", "GDP", "2015-Q4", "没有", "growth"),
        ("rankings", "GDP", "2015-Q4", "hunan-cities", "level"),
        ("rankings", "GDP", "2015", "hunan-cities", "growth"),
    ],
)
def test_what_does_not_exist_has_no_explanation(viewer: Client, path: tuple[str, ...]) -> None:
    answer = viewer.get(address("/".join(("explain", *path))))
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
