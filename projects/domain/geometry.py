"""The geometry of a parcel: GeoJSON (RFC 7946) Point, Polygon or MultiPolygon in degrees, checked before it is stored.

Degrees are places on a map, no statistics: they stay the JSON numbers of the file.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from indicators.domain.numbers import plain

LONGEST = 100_000  # characters
MOST_POSITIONS = 2_000
LEAST_OF_A_RING = 4
WIDEST, HIGHEST = 180, 90
TYPES = ("Point", "Polygon", "MultiPolygon")

Position = list[float]


class InvalidGeometryError(ValueError):
    """The text is no geometry that a parcel may have; the message says why."""

    code = "invalid_geometry"


def read_geometry(text: str) -> dict[str, Any]:
    """The checked GeoJSON object of a text."""
    if len(text) > LONGEST:
        raise InvalidGeometryError(f"图形过大：{len(text)} 个字符，最多 {LONGEST} 个")
    try:
        geometry = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise InvalidGeometryError("图形不是有效的 JSON") from error
    check_geometry(geometry)
    return geometry


def point(longitude: Decimal, latitude: Decimal) -> dict[str, Any]:
    """The point at a pair of degrees."""
    return read_geometry(f'{{"type":"Point","coordinates":[{plain(longitude)},{plain(latitude)}]}}')


def check_geometry(geometry: Any) -> None:
    """Raises `InvalidGeometryError` with the first thing that is wrong."""
    if not isinstance(geometry, dict) or geometry.get("type") not in TYPES:
        raise InvalidGeometryError("图形须是 GeoJSON 的 Point、Polygon 或 MultiPolygon")
    if extra := sorted(set(geometry) - {"type", "coordinates"}):
        raise InvalidGeometryError(f"图形只能有 type 和 coordinates，不能有 {extra[0][:40]}")
    coordinates = geometry.get("coordinates")
    match geometry["type"]:
        case "Point":
            _check_position(coordinates)
        case "Polygon":
            _check_polygon(coordinates)
        case "MultiPolygon":
            for polygon in _filled(coordinates, "MultiPolygon 至少要有一个 Polygon"):
                _check_polygon(polygon)
    if (count := sum(1 for _ in positions(geometry))) > MOST_POSITIONS:
        raise InvalidGeometryError(f"图形有 {count} 个点，最多 {MOST_POSITIONS} 个")


def rings(geometry: dict[str, Any]) -> list[list[Position]]:
    """The rings of a checked geometry; a point has none."""
    if geometry["type"] == "Point":
        return []
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def positions(geometry: dict[str, Any]) -> Iterator[Position]:
    """Every pair of a checked geometry."""
    if geometry["type"] == "Point":
        yield geometry["coordinates"]
    for ring in rings(geometry):
        yield from ring


def _check_polygon(polygon: Any) -> None:
    for ring in _filled(polygon, "Polygon 至少要有一个环"):
        if not isinstance(ring, list) or len(ring) < LEAST_OF_A_RING:
            raise InvalidGeometryError(f"一个环至少要有 {LEAST_OF_A_RING} 个点，首尾相同")
        for position in ring:
            _check_position(position)
        if ring[0] != ring[-1]:
            raise InvalidGeometryError("环没有闭合：最后一个点须与第一个点相同")


def _check_position(position: Any) -> None:
    if not isinstance(position, list) or len(position) != 2 or not all(_is_number(each) for each in position):
        raise InvalidGeometryError("一个点须是 [经度, 纬度] 两个数")
    longitude, latitude = position
    if not -WIDEST <= longitude <= WIDEST:
        raise InvalidGeometryError(f"经度 {_shown(longitude)} 不在 -{WIDEST} 至 {WIDEST} 之间")
    if not -HIGHEST <= latitude <= HIGHEST:
        hint = "，经度在前、纬度在后" if -WIDEST <= latitude <= WIDEST else ""
        raise InvalidGeometryError(f"纬度 {_shown(latitude)} 不在 -{HIGHEST} 至 {HIGHEST} 之间{hint}")


def _filled(items: Any, otherwise: str) -> list[Any]:
    if not isinstance(items, list) or not items:
        raise InvalidGeometryError(otherwise)
    return items


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _shown(number: float) -> str:
    return f"{number:.12g}"


def _refuse_constant(name: str) -> None:
    raise ValueError(name)
