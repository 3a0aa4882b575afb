"""The workbook in which a bureau gives its facts of firms: what the writer puts in and the reader expects back."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from unicodedata import normalize

from tracker.domain.evaluations.facts import QUANTITY_NAMES, Quantity

SHEET = "数据"
HELP_SHEET = "填报说明"
META_SHEET = "_meta"

CODE = "统一社会信用代码"
NAME = "企业名称"
PARK = "园区"

# Rows of the sheet _meta: what the workbook belongs to, the keys of its columns, then what each firm held.
META_ROUND = "round"
META_DEPARTMENT = "department"
META_MOMENT = "moment"
META_COLUMNS = "columns"
META_FIRM = "firm"

TAX_PREFIX = "tax:"
UNITS = {
    **dict.fromkeys(("tax", "revenue", "value_added", "fixed_investment", "rd_spending"), "万元"),
    **dict.fromkeys(("land", "land_owned", "land_leased_in", "land_leased_out"), "亩"),
    "energy": "吨标准煤",
    "emissions": "吨",
    "electricity": "万千瓦时",
    "staff": "人",
    "bonus": "分",
    "penalty": "分",
}
# The facts a bureau may be given; marks such as the veto are decisions and no facts.
FACT_NAMES = {
    **{each.value: name for each, name in QUANTITY_NAMES.items() if each is not Quantity.LAND},
    "bonus": "加分",
    "penalty": "扣分",
}

_WHITE = re.compile(r"\s")

# By column: a number as on every wire, None for “—”; a column that is missing says nothing.
Cells = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class FactColumn:
    """One fact; `key` is a column of `enterprise_facts.csv`, or `tax:` with a component of the tax."""

    key: str
    name: str
    unit: str

    @property
    def title(self) -> str:
        return f"{self.name}（{self.unit}）"


@dataclass(frozen=True, slots=True)
class SheetFirm:
    """`contents` has an entry for every column, empty where there is no figure."""

    code: str
    name: str
    park: str
    contents: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSheet:
    round_code: str
    round_name: str
    year: int
    department: str
    moment: datetime
    columns: Sequence[FactColumn]
    firms: Sequence[SheetFirm]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row that came back, its number as the spreadsheet shows it; code and name as they stand."""

    number: int
    code: str
    name: str
    cells: Cells


@dataclass(frozen=True, slots=True)
class Expected:
    """What a workbook has to be of: the round, the bureau and its columns."""

    round_code: str
    round_name: str
    department: str
    columns: Sequence[FactColumn]


def component_of(key: str) -> str | None:
    """
    >>> component_of("tax:增值税"), component_of("tax")
    ('增值税', None)
    """
    return key.removeprefix(TAX_PREFIX) if key.startswith(TAX_PREFIX) else None


def fact_column(key: str) -> FactColumn:
    """
    >>> fact_column("electricity").title, fact_column("tax:增值税").title
    ('用电量（万千瓦时）', '税种：增值税（万元）')
    """
    component = component_of(key)
    if component is not None:
        return FactColumn(key, f"税种：{component}", UNITS["tax"])
    return FactColumn(key, FACT_NAMES[key], UNITS[key])


def columns_of(facts: Iterable[str], components: Iterable[str]) -> list[FactColumn]:
    """The columns of a bureau with these facts; who gives the tax may give it by component."""
    given = set(facts)
    keys = [key for key in FACT_NAMES if key in given]
    if "tax" in given:
        keys += [f"{TAX_PREFIX}{component}" for component in sorted(set(components))]
    return [fact_column(key) for key in keys]


def header_text(text: str) -> str:
    """A header as it is compared: ordinary width, without blanks.

    >>> header_text("税种： 增值税（万元）")
    '税种:增值税(万元)'
    """
    return _WHITE.sub("", normalize("NFKC", text))
