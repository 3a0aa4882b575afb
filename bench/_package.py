"""A seeded data package for benchmarks: quarterly figures of several areas and indicators, the same at every run."""

import csv
import random
from collections.abc import Iterable
from pathlib import Path

SEED = 20151231
FIRST_YEAR = 2014
QUARTERS = 40
AREA_COLUMNS = ("code", "name", "kind", "parent", "valid_from", "valid_until")
INDICATOR_COLUMNS = (
    *("code", "name", "measure_unit", "kind", "direction", "frequency", "decimals", "growth_decimals"),
    *("numerator", "denominator", "factor", "growth_computable", "department", "theme"),
)
FIGURE_COLUMNS = ("indicator", "area", "period", "value", "growth", "vintage", "published_at", "note")


def write_package(folder: Path, *, areas: int, indicators: int) -> int:
    """Write the three files into `folder`; returns the number of figures, 40 for each area and indicator."""
    codes = [f"park-{number:03d}" for number in range(areas)]
    names = [f"INDICATOR_{number:03d}" for number in range(indicators)]
    _write(folder / "areas.csv", AREA_COLUMNS, ((code, f"园区{code}", "park", "", "", "") for code in codes))
    _write(
        folder / "indicators.csv",
        INDICATOR_COLUMNS,
        (
            (name, name, "亿元", "flow_ytd", "higher", "quarter", 2, 1, "", "", "", "yes", "统计局", "综合")
            for name in names
        ),
    )
    _write(folder / "observations.csv", FIGURE_COLUMNS, _figures(names, codes))
    return areas * indicators * QUARTERS


def _figures(names: list[str], codes: list[str]) -> Iterable[tuple[str, ...]]:
    numbers = random.Random(SEED)
    for name in names:
        for code in codes:
            hundredths = 0
            for position in range(QUARTERS):
                year, quarter = FIRST_YEAR + position // 4, position % 4 + 1
                hundredths = numbers.randint(10_000, 99_999_999) + (hundredths if quarter > 1 else 0)
                value = f"{hundredths // 100}.{hundredths % 100:02d}"
                growth = f"{numbers.randint(-9, 15)}.{numbers.randint(0, 9)}"
                published = f"{year + quarter // 4}-{quarter * 3 % 12 + 1:02d}-20"
                yield name, code, f"{year}-Q{quarter}", value, growth, "preliminary", published, "统计月报"


def _write(path: Path, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
