"""What a spreadsheet checks while a return is typed: a number within its bounds, or the sign for no data."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from indicators.domain.cell_content import MAX_NOTE
from indicators.domain.numbers import plain
from indicators.domain.return_sheets import COLUMNS, MEASURE_COLUMNS, NOTE, SheetRow

ABSENT_TYPED = ("—", "-", "--", "–", "…", "——", "……")

Bounds = tuple[Decimal | None, Decimal | None]


def add_validations(page: Worksheet, rows: Sequence[SheetRow], *, first_row: int) -> None:
    """One rule for each run of cells with the same bounds below one another."""
    for measure, name in MEASURE_COLUMNS.items():
        column = COLUMNS.index(name)
        number = first_row
        for bounds, run in groupby(rows, key=lambda row: _bounds(row, measure)):
            last = number + len(list(run)) - 1
            if bounds is not None:
                page.data_validation(number, column, last, column, _number_rule(number, column, bounds))
            number = last + 1
    if rows:
        page.data_validation(
            first_row,
            COLUMNS.index(NOTE),
            first_row + len(rows) - 1,
            COLUMNS.index(NOTE),
            {
                "validate": "length",
                "criteria": "<=",
                "value": MAX_NOTE,
                "error_title": "说明过长",
                "error_message": f"说明最多 {MAX_NOTE} 字，请缩短后再填。",
            },
        )


def _bounds(row: SheetRow, measure: str) -> Bounds | None:
    cell = row.measures.get(measure)
    return (cell.lower, cell.upper) if cell else None


def _number_rule(row: int, column: int, bounds: Bounds) -> dict[str, object]:
    cell = f"{xl_col_to_name(column)}{row + 1}"
    # Times 1, because a number of more than 15 digits has to be typed as text.
    tests = [f"ISNUMBER({cell}*1)"]
    lower, upper = (plain(bound) for bound in bounds)
    if lower is not None:
        tests.append(f"{cell}*1>={lower}")
    if upper is not None:
        tests.append(f"{cell}*1<={upper}")
    absent = ",".join(f'{cell}="{sign}"' for sign in ABSENT_TYPED)
    return {
        "validate": "custom",
        "value": f"=OR({absent},IFERROR(AND({','.join(tests)}),FALSE))",
        "ignore_blank": True,
        "error_title": "不能这样填",
        "error_message": f"请填数字{_range_text(lower, upper)}；没有数据填 —，还没有数就留空。不要加单位文字。",
    }


def _range_text(lower: str | None, upper: str | None) -> str:
    if lower is not None and upper is not None:
        return f"（{lower} 至 {upper}）"
    if lower is not None:
        return f"（不小于 {lower}）"
    return f"（不大于 {upper}）" if upper is not None else ""
