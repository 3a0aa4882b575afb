"""GeoJSON of parcels: what is read, and what is refused with which words."""

import json
from decimal import Decimal

import pytest

from projects.domain.geometry import InvalidGeometryError, point, read_geometry

RING = [[112.9, 27.8], [112.91, 27.8], [112.91, 27.81], [112.9, 27.8]]


@pytest.mark.parametrize(
    ("kind", "coordinates"),
    [("Point", [112.9, 27.8]), ("Polygon", [RING]), ("MultiPolygon", [[RING], [RING, RING]]), ("Point", [-180, 90])],
)
def test_read(kind: str, coordinates: list) -> None:
    given = {"type": kind, "coordinates": coordinates}
    assert read_geometry(json.dumps(given)) == given


def test_a_pair_makes_a_point() -> None:
    assert point(Decimal("112.94"), Decimal("27.83")) == {"type": "Point", "coordinates": [112.94, 27.83]}
    with pytest.raises(InvalidGeometryError, match="经度 181"):
        point(Decimal(181), Decimal(0))


def geometry(kind: str, coordinates: object, **more: object) -> str:
    return json.dumps({"type": kind, "coordinates": coordinates, **more})


REFUSED = [
    ("", "有效的 JSON"),
    ("{", "有效的 JSON"),
    ("[" * 50_000, "有效的 JSON"),
    ("[" * 100_001, "过大"),
    ('{"type":"Point","coordinates":[NaN,1]}', "有效的 JSON"),
    ("null", "须是 GeoJSON"),
    ('"Point"', "须是 GeoJSON"),
    (geometry("LineString", RING), "须是 GeoJSON"),
    ('{"type":["Point"]}', "须是 GeoJSON"),
    (geometry("Point", [112.9, 27.8], crs={}), "不能有 crs"),
    ('{"type":"Point"}', "两个数"),
    (geometry("Point", [112.9, 27.8, 1]), "两个数"),
    (geometry("Point", ["112", "27"]), "两个数"),
    (geometry("Point", [True, False]), "两个数"),
    (geometry("Point", [27.8, 112.9]), "经度在前"),
    (geometry("Point", [1e400, 0]), "有效的 JSON"),
    ('{"type":"Point","coordinates":[1e400,0]}', "经度"),
    (geometry("Polygon", []), "至少要有一个环"),
    (geometry("Polygon", [RING[:3]]), "至少要有 4 个点"),
    (geometry("Polygon", [[*RING[:3], [112.9, 27.800001]]]), "没有闭合"),
    (geometry("Polygon", RING), "至少要有 4 个点"),
    (geometry("MultiPolygon", [RING]), "至少要有 4 个点"),
    (geometry("MultiPolygon", {}), "至少要有一个 Polygon"),
    (geometry("Polygon", [RING * 501]), "最多 2000 个"),
]


@pytest.mark.parametrize(("text", "words"), REFUSED, ids=range(len(REFUSED)))
def test_refused(text: str, words: str) -> None:
    with pytest.raises(InvalidGeometryError, match=words):
        read_geometry(text)
