"""One return as a sheet: what the writer puts into the workbook and the reader expects to come back."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

SHEET = "填报"
HELP_SHEET = "填报说明"
META_SHEET = "_meta"

INDICATOR_CODE = "指标代码"
INDICATOR_NAME = "指标"
AREA_CODE = "地区代码"
AREA_NAME = "地区"
MEASURE_UNIT = "计量单位"
PREVIOUS = "上期"
YEAR_AGO = "上年同期"
VALUE = "本期数值"
GROWTH = "公布增速(%)"
NOTE = "说明"

COLUMNS = (
    INDICATOR_CODE,
    INDICATOR_NAME,
    AREA_CODE,
    AREA_NAME,
    MEASURE_UNIT,
    PREVIOUS,
    YEAR_AGO,
    VALUE,
    GROWTH,
    NOTE,
)
MEASURE_COLUMNS = {"value": VALUE, "growth": GROWTH}
PERCENT = "%"

# Rows of the sheet _meta: what the workbook belongs to.
META_RETURN = "return"
META_FORM = "form"
META_VERSION = "version"
META_PERIOD = "period"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCell:
    """One cell of the return, with the published numbers that stand beside it; content as on every wire."""

    indicator: str
    indicator_name: str
    area: str
    area_name: str
    measure: str
    unit: str
    content: str
    note: str
    previous: Decimal | None
    year_ago: Decimal | None
    decimals: int
    lower: Decimal | None = None
    upper: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnSheet:
    """A return whole; cells in form order: by indicator, then area, value before growth."""

    return_id: int
    form_code: str
    form_name: str
    form_version: int
    unit: str
    period: str
    period_label: str
    cells: tuple[SheetCell, ...]
    due_on: date | None
    instructions: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """Value and growth of one indicator and area, either of which the form may not ask for.

    A row has one note. It is the note of the first measure; that of a growth beside a value stays in the system.
    """

    measures: dict[str, SheetCell]

    @property
    def first(self) -> SheetCell:
        return next(iter(self.measures.values()))


def sheet_rows(sheet: ReturnSheet) -> dict[tuple[str, str], SheetRow]:
    """The rows by indicator and area, in the order of the cells."""
    rows: dict[tuple[str, str], SheetRow] = {}
    for cell in sheet.cells:
        row = rows.setdefault((cell.indicator, cell.area), SheetRow({}))
        row.measures[cell.measure] = cell
    return rows
