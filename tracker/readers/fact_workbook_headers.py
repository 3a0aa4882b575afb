"""The header row of a bureau's workbook: which column is which, and which columns are none of the bureau's."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indicators.readers.return_contents import WorkbookFault
from indicators.readers.workbook_sheets import Sheet, column_letters
from tracker.domain.evaluations.fact_sheets import (
    CODE,
    FACT_NAMES,
    NAME,
    PARK,
    SHEET,
    TAX_PREFIX,
    Expected,
    FactColumn,
    fact_column,
    header_text,
)

WITHIN = 50
TAX_HEADER = header_text(fact_column(TAX_PREFIX).name)


@dataclass(frozen=True, slots=True)
class Headers:
    """The number of the header row, and columns that count from 1: of code and name, and of facts."""

    row: int
    firm: Mapping[str, int]
    facts: Mapping[int, FactColumn]


def read_headers(sheet: Sheet, expected: Expected) -> tuple[Headers | None, list[WorkbookFault]]:
    """None where there is nothing to read below."""
    firm_headers = {header_text(name): name for name in (CODE, NAME, PARK)}
    for number, row in enumerate(sheet.rows[:WITHIN], start=1):
        texts = [header_text(str(value)) for value in row]
        if firm_headers.keys() & texts:
            return _columns(number, texts, firm_headers, expected)
    message = f"找不到表头行，应有“{CODE}”“{NAME}”。请恢复表头，或重新下载模板填写"
    return None, [WorkbookFault(SHEET, 0, "", "no_header", message)]


def _columns(
    number: int, texts: list[str], firm_headers: Mapping[str, str], expected: Expected
) -> tuple[Headers | None, list[WorkbookFault]]:
    own = {form: column for column in expected.columns for form in _forms(column)}
    foreign = {form for key in FACT_NAMES for form in _forms(fact_column(key))}
    firm: dict[str, int] = {}
    facts: dict[int, FactColumn] = {}
    faults: list[WorkbookFault] = []

    def fault(column: int, code: str, message: str) -> None:
        faults.append(WorkbookFault(SHEET, number, column_letters(column) if column else "", code, message))

    for column, text in enumerate(texts, start=1):
        if text in firm_headers:
            if firm.setdefault(firm_headers[text], column) != column:
                fault(column, "repeated_column", f"表头“{firm_headers[text]}”重复，请删去多余的一列")
        elif text in own:
            if own[text] in facts.values():
                fault(column, "repeated_column", f"表头“{own[text].title}”重复，请删去多余的一列")
            facts[column] = own[text]
        elif text in foreign or text.startswith(TAX_HEADER):
            fault(column, "not_your_fact", f"“{text[:40]}”不由{expected.department}提供，请删去这一列")
        elif text:
            fault(column, "unknown_column", f"没有名为“{text[:40]}”的列，请恢复表头或删去这一列")
    if CODE not in firm and NAME not in firm:
        fault(0, "missing_column", f"缺少列“{CODE}”和“{NAME}”，至少要有一列")
    if not facts:
        fault(0, "missing_column", f"没有本部门的数据列：{'、'.join(each.title for each in expected.columns)}")
    return Headers(number, firm, facts), faults


def _forms(column: FactColumn) -> Iterator[str]:
    """With its unit, and without."""
    yield header_text(column.title)
    yield header_text(column.name)
