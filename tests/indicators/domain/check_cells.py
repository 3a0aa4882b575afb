"""Cells, indicators and published numbers for tests of checks."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from indicators.domain.cell_content import read_content
from indicators.domain.checks.findings import findings
from indicators.domain.checks.kinds import VALUE, CheckKind, Severity
from indicators.domain.checks.subjects import Facts, History, Published, Rule, Subject
from indicators.domain.kinds import Frequency, Kind
from indicators.domain.periods import Period

CODE, AREA = "X", "430302"
NO_HISTORY = History({})


def facts(kind: str = "flow_ytd", **fields: Any) -> Facts:
    defaults: dict[str, Any] = {
        "frequency": Frequency.QUARTER,
        "decimals": 2,
        "growth_decimals": 1,
        "growth_computable": False,
        "measure_unit": "亿元",
    }
    return Facts(code=CODE, name="某指标", kind=Kind(kind), **{**defaults, **fields})


def rule(kind: str, **fields: Any) -> Rule:
    return Rule(**{"code": kind, "name": kind, "kind": CheckKind(kind), "severity": Severity.VERIFY, **fields})


def cell(
    content: str, indicator: Facts | None = None, *, period: str = "2024-Q2", measure: str = VALUE, area: str = AREA
) -> Subject:
    return Subject(
        indicator=indicator or facts(),
        area=area,
        area_name=area,
        period=Period.parse(period),
        measure=measure,
        content=read_content(content),
    )


def published(*rows: tuple[str, str, Decimal | None, Decimal | None]) -> History:
    """Rows of area, period, value and growth."""
    return History(
        {(CODE, area, Period.parse(period)): Published(value, growth) for area, period, value, growth in rows}
    )


def values(numbers: Mapping[str, Decimal | None], area: str = AREA) -> History:
    """Published values by period."""
    return published(*((area, period, value, None) for period, value in numbers.items()))


def message(rules: Rule | Sequence[Rule], cells: Subject | Sequence[Subject], history: History = NO_HISTORY) -> str:
    """The one message there is; nothing where there is none."""
    found = findings(
        [rules] if isinstance(rules, Rule) else rules, [cells] if isinstance(cells, Subject) else cells, history
    )
    assert len(found) < 2, found
    return found[0].message if found else ""
