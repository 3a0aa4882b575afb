"""One return as a sheet: what the writer puts into the workbook and the reader expects to come back."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

SHEET = "填报"
HELP_SHEET = "填报说明"
META_SHEET = "_meta"

INDICATOR_CODE = "指标代码"
INDICATOR_NAME = "指标"
AREA_CODE = "地区代码"
AREA_NAME = "地区"
MEASURE_UNIT = "计量单位"
PREVIOUS = "上期"
PREVIOUS_GROWTH = "上期增速"
YEAR_AGO = "上年同期"
YEAR_AGO_GROWTH = "上年同期增速"
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
    PREVIOUS_GROWTH,
    YEAR_AGO,
    YEAR_AGO_GROWTH,
    VALUE,
    GROWTH,
    NOTE,
)
MEASURE_COLUMNS = {"value": VALUE, "growth": GROWTH}
# Where the published numbers of a measure stand: those of the previous period, and those of last year's.
REFERENCE_COLUMNS = {"value": (PREVIOUS, YEAR_AGO), "growth": (PREVIOUS_GROWTH, YEAR_AGO_GROWTH)}
PERCENT = "%"

# Rows of the sheet _meta: what the workbook belongs to, then one for each cell with what it held at the download
# (indicator, area, measure, version, content, note).
META_RETURN = "return"
META_FORM = "form"
META_VERSION = "version"
META_PERIOD = "period"
META_CELL = "cell"

CellKey: TypeAlias = tuple[str, str, str]


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
    version: int
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


@dataclass(frozen=True, slots=True, kw_only=True)
class DownloadedCell:
    """What a cell of the return held when the workbook was downloaded."""

    version: int
    content: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCell:
    """One cell of a workbook that came back; `note` is None where the sheet has none for it."""

    indicator: str
    area: str
    measure: str
    content: str
    note: str | None
    downloaded: DownloadedCell

    @property
    def new_content(self) -> str | None:
        """What was filled in since the download; None: nothing."""
        return None if self.content == self.downloaded.content else self.content

    @property
    def new_note(self) -> str | None:
        return None if self.note == self.downloaded.note else self.note
