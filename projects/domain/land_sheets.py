"""Parcels as a workbook: what the writer puts into it and the reader expects to come back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from indicators.domain.numbers import plain

PARCEL_SHEET = "地块"
DISPOSAL_SHEET = "新增处置"
META_SHEET = "_meta"
META_KIND, LAND_KIND = "kind", "land"
META_ROW = "parcel"

CODE, PARK, LEDGER, LEFT = "地块代码", "园区", "台账", "剩余(亩)"
REASON = "变更理由"


class Content(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """A column to fill in, by the field it goes to."""

    name: str
    field: str
    content: Content
    longest: int = 0
    unit: str = ""


FILLED = (
    Column("名称", "name", Content.TEXT, longest=200),
    Column("面积(亩)", "area_mu", Content.NUMBER, unit="亩"),
    Column("使用权人", "holder", Content.TEXT, longest=200),
    Column("约定动工日期", "agreed_start", Content.DAY),
    Column("动工日期", "started_on", Content.DAY),
    Column("停工日期", "stopped_on", Content.DAY),
    Column("应动工面积(亩)", "due_mu", Content.NUMBER, unit="亩"),
    Column("已动工面积(亩)", "developed_mu", Content.NUMBER, unit="亩"),
    Column("已投资比例(%)", "invested_share", Content.NUMBER, unit="%"),
)
PLACED = (
    Column(PARK, "park", Content.TEXT, longest=100),
    Column(LEDGER, "ledger", Content.TEXT, longest=20),
)
PARCEL_REASON = Column(REASON, "reason", Content.TEXT, longest=500)
DISPOSED = (
    Column("认定日期", "confirmed_on", Content.DAY),
    Column("处置面积(亩)", "area_mu", Content.NUMBER, unit="亩"),
    Column("处置方式", "mode", Content.TEXT, longest=100),
    Column("认定文件", "document", Content.TEXT, longest=200),
    Column("原因", "reason", Content.TEXT, longest=500),
)
NEEDED_OF_DISPOSAL = ("confirmed_on", "area_mu", "mode", "document")
NEEDED_OF_PARCEL = ("park", "ledger", "name", "area_mu")
PARCEL_READ = (*PLACED, *FILLED, PARCEL_REASON)
PLACES = {
    PARCEL_SHEET: {column.field: column.name for column in PARCEL_READ},
    DISPOSAL_SHEET: {column.field: column.name for column in DISPOSED},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetParcel:
    """A parcel as it goes into the file; `cells` are the texts of `FILLED`."""

    code: str
    park: str
    ledger: str
    left: Decimal
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadParcel:
    """A row that came back: texts by field, and those it was downloaded with. `columns` are letters by field."""

    row: int
    code: str
    cells: Mapping[str, str]
    downloaded: Mapping[str, str]
    reason: str
    columns: Mapping[str, str]

    @property
    def changes(self) -> dict[str, str]:
        return {name: text for name, text in self.cells.items() if text != self.downloaded[name]}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewParcel:
    """A row with a code the file was not downloaded with: a parcel to add. Texts by field, of `PLACED`, too; the ledger
    as it is stored, the park by name or code.
    """

    row: int
    code: str
    cells: Mapping[str, str]
    reason: str
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDisposal:
    """A disposal to add; texts by field."""

    row: int
    code: str
    cells: Mapping[str, str]
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LandRows:
    """What a file asks for."""

    parcels: Sequence[ReadParcel] = ()
    disposals: Sequence[ReadDisposal] = ()
    new: Sequence[NewParcel] = ()


def cell_text(value: object) -> str:
    """A stored value as the text of a cell.

    >>> cell_text(Decimal("41.250")), cell_text(date(2025, 3, 1)), cell_text(None)
    ('41.25', '2025-03-01', '')
    """
    if isinstance(value, Decimal):
        return plain(value) or ""
    return "" if value is None else str(value)


def value_of(column: Column, text: str) -> object:
    """A checked text as what is stored; an empty one is no data, or the empty text."""
    if column.content is Content.TEXT:
        return text
    if not text:
        return None
    return Decimal(text) if column.content is Content.NUMBER else date.fromisoformat(text)
