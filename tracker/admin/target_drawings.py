"""The small drawings of a target's line: the bar of done against expected, and the course of the years."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.numbers import plain_rounded

LOWEST, HUNDRED, HIGHEST = Decimal(0), Decimal(100), Decimal(120)  # percent; beyond, only the words tell
WIDTH, HEIGHT, MARGIN = Decimal(96), Decimal(24), Decimal(3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Places on a scale of `HIGHEST` percent, as SVG numbers; `beyond` says that the bar is cut off."""

    done: str
    expected: str
    whole: str
    beyond: bool


def bar(share_done: Decimal | None, share_expected: Decimal | None) -> Bar | None:
    """Done against expected, in percent; None where one of them is unknown.

    >>> bar(Decimal(150), Decimal(80))
    Bar(done='120.0', expected='80.0', whole='100.0', beyond=True)
    >>> bar(Decimal(-5), Decimal(40)).done
    '0.0'
    """
    if share_done is None or share_expected is None:
        return None
    done = min(max(share_done, LOWEST), HIGHEST)
    expected = min(max(share_expected, LOWEST), HIGHEST)
    numbers = (plain_rounded(each, 1) for each in (done, expected, HUNDRED))
    names = ("done", "expected", "whole")
    return Bar(**dict(zip(names, numbers, strict=True)), beyond=done != share_done)


@dataclass(frozen=True, slots=True)
class Spark:
    """Runs of known years as points of polylines, and the last known point."""

    runs: tuple[str, ...]
    dots: tuple[tuple[str, str], ...]


def spark(series: Mapping[int, Decimal | None]) -> Spark | None:
    """The course of the years; a gap breaks the line. None where nothing is known.

    >>> spark({2020: Decimal(1), 2021: None, 2022: Decimal(3)})
    Spark(runs=('3.0,21.0', '93.0,3.0'), dots=(('3.0', '21.0'), ('93.0', '3.0')))
    """
    known = [value for value in series.values() if value is not None]
    if not known:
        return None
    low, span = min(known), (max(known) - min(known)) or Decimal(1)
    years = sorted(series)
    runs: list[list[tuple[str, str]]] = [[]]
    for year in years:
        value = series[year]
        if value is None:
            runs.append([])
            continue
        x = MARGIN + (WIDTH - 2 * MARGIN) * (year - years[0]) / max(years[-1] - years[0], 1)
        y = HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (value - low) / span
        runs[-1].append((plain_rounded(x, 1), plain_rounded(y, 1)))
    dots = tuple(point for run in runs for point in run)
    return Spark(tuple(" ".join(f"{x},{y}" for x, y in run) for run in runs if run), dots)
