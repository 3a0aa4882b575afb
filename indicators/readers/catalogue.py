"""`indicators.csv`: form of the cells only, references are checked against what is stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from indicators.choices import Direction, Frequency, IndicatorKind
from indicators.domain.packages import INDICATORS
from indicators.readers.cells import Cells
from indicators.readers.faults import Findings
from indicators.readers.tables import read_table


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    line: int
    code: str
    name: str
    measure_unit: str
    kind: str
    direction: str
    frequency: str
    decimals: int
    growth_decimals: int
    numerator: str
    denominator: str
    factor: Decimal
    growth_computable: bool
    department: str
    theme: str
    definition: str
    partition: str


def read_indicators(path: Path, findings: Findings) -> Iterator[IndicatorRow]:
    for row in read_table(path, INDICATORS, findings):
        cells = Cells(INDICATORS.file, row, findings)
        kind = cells.choice("kind", IndicatorKind.values)
        numerator, denominator = (
            cells.code(name, required=kind == IndicatorKind.RATIO) for name in ("numerator", "denominator")
        )
        if kind and kind != IndicatorKind.RATIO and (numerator or denominator):
            cells.fault("numerator" if numerator else "denominator", "not_a_ratio", "只有类型 ratio 才有分子和分母")
        factor = cells.number("factor")
        if factor is not None and factor <= 0:
            cells.fault("factor", "not_positive", "系数须大于 0")
        yield IndicatorRow(
            line=row.number,
            code=cells.code("code"),
            name=cells.text("name", longest=100, required=True),
            measure_unit=cells.text("measure_unit", longest=30),
            kind=kind or "",
            direction=cells.choice("direction", Direction.values) or "",
            frequency=cells.choice("frequency", Frequency.values) or "",
            decimals=cells.digits("decimals") or 0,
            growth_decimals=cells.digits("growth_decimals") or 0,
            numerator=numerator,
            denominator=denominator,
            factor=Decimal(1) if factor is None else factor,
            growth_computable=cells.choice("growth_computable", ("yes", "no")) == "yes",
            department=cells.text("department", longest=100),
            theme=cells.text("theme", longest=100),
            definition=cells.text("definition", longest=10_000),
            partition=cells.code("partition", required=False),
        )
