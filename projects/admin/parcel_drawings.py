"""The outline of a parcel as a small drawing: north is up, degrees of longitude shrunk for the latitude."""

from dataclasses import dataclass
from math import cos, radians
from typing import Any

from projects.domain.geometry import Position, positions, rings

SIDE = 180
MARGIN = 10
SMALLEST = 1e-9  # degrees; a parcel all in one place is drawn as if it had this size


@dataclass(frozen=True, slots=True)
class Outline:
    """A path of closed rings, or a dot."""

    side: int
    path: str
    dot: bool
    first: str


def outline(geometry: dict[str, Any]) -> Outline:
    """Of a checked geometry; nothing of it is used as a number afterwards."""
    every = list(positions(geometry))
    first = f"{every[0][0]:.6f}，{every[0][1]:.6f}"
    if not rings(geometry):
        return Outline(SIDE, "", True, first)
    west, south = min(each[0] for each in every), min(each[1] for each in every)
    east, north = max(each[0] for each in every), max(each[1] for each in every)
    shrink = cos(radians((south + north) / 2)) or SMALLEST
    scale = (SIDE - 2 * MARGIN) / max((east - west) * shrink, north - south, SMALLEST)

    def placed(position: Position) -> str:
        x = MARGIN + (position[0] - west) * shrink * scale
        y = MARGIN + (north - position[1]) * scale
        return f"{x:.1f},{y:.1f}"

    path = " ".join(f"M{' L'.join(placed(each) for each in ring)} Z" for ring in rings(geometry))
    return Outline(SIDE, path, False, first)
