"""Reading the cells of a row. A cell that is wrong becomes a fault and reads as None."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from indicators.domain.codes import CODE_PATTERN, CODE_RULE
from indicators.domain.moments import parse_date, parse_moment
from indicators.domain.numbers import InvalidNumberError, parse_decimal
from indicators.domain.periods import InvalidPeriodError, Period
from indicators.domain.texts import plain_lines
from indicators.readers.faults import Findings
from indicators.readers.tables import Row

CODE = re.compile(CODE_PATTERN)
YEAR = re.compile(r"(?:19|20|21)[0-9]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one row, read by type."""

    file: str
    row: Row
    findings: Findings

    def fault(self, column: str, code: str, message: str) -> None:
        self.findings.fault(self.file, self.row.number, column, code, message)

    def warn(self, column: str, code: str, message: str) -> None:
        self.findings.warn(self.file, self.row.number, column, code, message)

    def text(self, column: str, *, longest: int, required: bool = False) -> str:
        cell = plain_lines(self.row.cells[column])
        if required and not cell:
            self.fault(column, "required", f"“{column}”不能为空")
        if len(cell) > longest:
            self.fault(column, "too_long", f"“{column}”最长 {longest} 个字符")
        return cell

    def code(self, column: str, *, required: bool = True) -> str:
        cell = self.row.cells[column]
        if not cell:
            if required:
                self.fault(column, "required", f"“{column}”不能为空")
        elif not CODE.fullmatch(cell):
            self.fault(column, "bad_code", f"“{cell[:70]}”不是代码：{CODE_RULE}")
        return cell

    def choice(self, column: str, choices: Sequence[str]) -> str | None:
        cell = self.row.cells[column]
        if cell in choices:
            return cell
        self.fault(
            column, "not_a_choice" if cell else "required", f"“{column}”应为 {'、'.join(choices)} 之一，现为“{cell}”"
        )
        return None

    def date(self, column: str) -> date | None:
        cell = self.row.cells[column]
        if not cell:
            return None
        try:
            return parse_date(cell)
        except ValueError as error:
            self.fault(column, "not_a_date", str(error))
            return None

    def moment(self, column: str) -> datetime | None:
        cell = self.row.cells[column]
        try:
            return parse_moment(cell)
        except ValueError as error:
            self.fault(column, "not_a_moment" if cell else "required", str(error))
            return None

    def number(self, column: str) -> Decimal | None:
        cell = self.row.cells[column]
        if not cell:
            return None
        try:
            return parse_decimal(cell)
        except InvalidNumberError as error:
            self.fault(column, error.code, str(error))
            return None

    def digits(self, column: str) -> int | None:
        cell = self.row.cells[column]
        if re.fullmatch(r"\d|1[0-5]", cell, re.ASCII):
            return int(cell)
        self.fault(column, "not_a_digit_count" if cell else "required", f"“{column}”应为 0 至 15 的整数，现为“{cell}”")
        return None

    def period(self, column: str) -> Period | None:
        cell = self.row.cells[column]
        try:
            return Period.parse(cell)
        except InvalidPeriodError as error:
            self.fault(column, "bad_period" if cell else "required", str(error))
            return None

    def year(self, column: str, *, required: bool = True) -> int | None:
        cell = self.row.cells[column]
        if YEAR.fullmatch(cell):
            return int(cell)
        if cell or required:
            message = f"“{column}”应为四位年份，现为“{cell[:20]}”"
            self.fault(column, "not_a_year" if cell else "required", message)
        return None
