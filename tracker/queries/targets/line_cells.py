"""The cells of a typed line that are read together: the base with its year, and several targets in one cell."""

import re
from collections.abc import Sequence
from decimal import Decimal

from tracker.domain.targets.reading import Context, Reading, WordingError, read_base, read_wording
from tracker.domain.targets.target import Form
from tracker.domain.targets.wording import Cell
from tracker.models import Plan
from tracker.queries.targets.table import LineCells

Base = tuple[Decimal | None, int | None]  # value, year; without a year it is the plan's
NO_BASE: Base = (None, None)
BASE_YEAR = "基期年"
YEAR = re.compile(r"(?:19|20|21)[0-9]{2}", re.ASCII)


def read_line_base(cells: LineCells, plan: Plan) -> tuple[Base, list[str]]:
    """The base with what is wrong about it, each naming its cell."""
    try:
        base = read_base(cells.base)
    except WordingError as error:
        return NO_BASE, [str(error)]
    if cells.base_year and not YEAR.fullmatch(cells.base_year):
        return NO_BASE, [fault_of(BASE_YEAR, f"“{cells.base_year[:20]}”应为四位年份")]
    year = int(cells.base_year) if cells.base_year else None
    is_other = year not in (None, plan.base_year)
    faults = []
    if base is not None and base.is_of_other_year and not is_other:
        faults.append(fault_of(BASE_YEAR, f"基期数后有 *，请填它是哪一年的（规划的基期年是 {plan.base_year}）"))
    if base is not None and is_other and not base.is_of_other_year:
        faults.append(fault_of(Cell.BASE, f"基期年 {year} 与规划的 {plan.base_year} 不同，基期数后请加 *"))
    return (base.value if base else None, year if is_other else None), faults


def fault_of(column: str, message: str) -> str:
    """
    >>> fault_of("基期年", "应为四位年份")
    '“基期年”一栏：应为四位年份'
    """
    return f"“{column}”一栏：{message}"


def readings(text: str, context: Context) -> Sequence[tuple[str, Reading]]:
    """Several targets of one cell stand apart by `；`, unless what follows it are free words. Raises `WordingError`."""
    pieces = [each for each in re.split("[；;]", text) if each.strip()]
    if len(pieces) > 1 and (several := _all_numbers(pieces, context)):
        return several
    reading = read_wording(text, context)
    return [] if reading is None else [(text, reading)]


def _all_numbers(pieces: Sequence[str], context: Context) -> list[tuple[str, Reading]]:
    found = []
    for each in pieces:
        try:
            reading = read_wording(each, context)
        except WordingError:
            return []
        if reading is None or reading.form == Form.TEXT:
            return []
        found.append((each, reading))
    return found
