"""One cell of a filled workbook → its content as on every wire; what cannot be taken says why."""

import math
import re
from datetime import date, time, timedelta
from decimal import Decimal

from indicators.domain.cell_content import MAX_NOTE, content_fault, read_content
from indicators.domain.numbers import DECIMALS, InvalidNumberError, parse_decimal, plain, rounded
from indicators.domain.return_sheets import PERCENT
from indicators.domain.texts import plain_lines
from indicators.readers.workbook_sheets import CellValue, Position, Sheet

# What a spreadsheet keeps of a number: the binary tail behind it (0.30000000000000004) is not what was typed.
SIGNIFICANT = ".15g"

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class CellFaultError(Exception):
    """The cell cannot be taken as it is; the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def is_blank(value: CellValue) -> bool:
    return isinstance(value, str) and not value.strip()


def code_in(value: CellValue) -> str:
    """The code in a cell; a spreadsheet may have made a number of it."""
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return plain(_decimal(value)) or ""
    return str(value).strip()


def text_in(value: CellValue) -> str:
    """A text as it is stored; a spreadsheet may have made a number of it."""
    return plain_lines(value).strip() if isinstance(value, str) else code_in(value)


def content_in(value: CellValue, *, sheet: Sheet, position: Position, unit: str, downloaded: str | None) -> str:
    """A number cell or a typed text; a cell that shows percent counts as what it shows.

    A draft keeps what cannot be read: where it was `downloaded` with the file, it is no fault of the file.
    """
    _refuse_marked(sheet, position)
    if isinstance(value, bool):
        raise CellFaultError("not_a_number", f"“{str(value).upper()}”是逻辑值，不是数字，请改填数字")
    if isinstance(value, date | time | timedelta):
        raise CellFaultError("date", f"“{value}”是日期或时间，不是数字；请把单元格格式改为“常规”后重填")
    if isinstance(value, str):
        content = read_content(value)
        fault = content_fault(content)
        if fault and str(content) != downloaded:
            raise CellFaultError("unreadable", fault)
        return str(content)
    if not math.isfinite(value):
        raise CellFaultError("not_a_number", f"“{value}”不是数字，请改填数字")
    number = _decimal(value)
    if position in sheet.percents:
        if unit != PERCENT:
            raise CellFaultError(
                "percent_format", f"单元格是百分比格式，本格的单位是“{unit}”；请把格式改为“常规”后重填"
            )
        number *= 100
    try:
        return plain(parse_decimal(format(number, "f"))) or ""
    except InvalidNumberError as error:
        raise CellFaultError(error.code, str(error)) from error


def note_in(value: CellValue, *, sheet: Sheet, position: Position) -> str:
    _refuse_marked(sheet, position)
    note = text_in(value)
    if len(note) > MAX_NOTE:
        raise CellFaultError("too_long", f"说明最多 {MAX_NOTE} 字，现有 {len(note)} 字，请缩短")
    if _CONTROL.search(note):
        raise CellFaultError("bad_character", "说明中有不可见的控制字符，请删去后重填")
    return note


def _refuse_marked(sheet: Sheet, position: Position) -> None:
    if position in sheet.errors:
        raise CellFaultError("error_value", f"单元格是错误值 {sheet.errors[position][:20]}，请改正公式或直接填数字")
    if position in sheet.uncalculated:
        raise CellFaultError(
            "no_result", "公式没有计算结果；请在 Excel、WPS 或 LibreOffice 中打开文件重新计算并保存，或直接填数字"
        )


def _decimal(value: float) -> Decimal:
    """The 15 significant digits; what lies behind the fifteenth decimal is the noise of binary arithmetic."""
    number = Decimal(format(value, SIGNIFICANT))
    exponent = number.as_tuple().exponent
    return rounded(number, DECIMALS) if isinstance(exponent, int) and exponent < -DECIMALS else number
