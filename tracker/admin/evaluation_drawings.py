"""The distribution of scores as bars, with the same in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

BIN_WIDTH = 10  # points
BAR_WIDTH, TALLEST = 48, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """`x` and `y` of the upper left corner; `label` is the span of scores."""

    x: int
    y: int
    height: int
    count: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    bars: Sequence[Bar]
    words: str
    width: int
    tallest: int = TALLEST
    bar_width: int = BAR_WIDTH - 6


def histogram(bins: Mapping[int, int]) -> Histogram | None:
    """Every bin from the lowest to the highest, empty ones too; None without a score."""
    if not bins:
        return None
    most = max(bins.values())
    bars = []
    for place, bin in enumerate(range(min(bins), max(bins) + 1)):
        count = bins.get(bin, 0)
        height = TALLEST * count // most
        label = f"{bin * BIN_WIDTH}–{(bin + 1) * BIN_WIDTH}"
        bars.append(Bar(x=place * BAR_WIDTH, y=TALLEST - height, height=height, count=count, label=label))
    words = "，".join(f"{bar.label} 分 {bar.count} 户" for bar in bars)
    return Histogram(bars=bars, words=words, width=len(bars) * BAR_WIDTH)
