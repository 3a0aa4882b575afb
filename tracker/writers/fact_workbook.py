"""The facts of a bureau → the workbook that it fills and sends back. Texts are strings, never formulas."""

from datetime import datetime
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from indicators.writers.return_workbook_formats import FONT, Formats
from tracker.domain.evaluation_tables import NEVER_NEGATIVE
from tracker.domain.evaluations.fact_sheets import (
    CODE,
    HELP_SHEET,
    META_COLUMNS,
    META_DEPARTMENT,
    META_FIRM,
    META_MOMENT,
    META_ROUND,
    META_SHEET,
    NAME,
    PARK,
    SHEET,
    FactColumn,
    FactSheet,
)

# A spreadsheet keeps 15 significant digits of a number; a longer one is written as text, so that nothing is lost.
NUMBER_DIGITS = 15
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 the library wants it without a zone
HEADER_ROW = 3
FIRST = (CODE, NAME, PARK)
WIDTHS = (22, 34, 18)
FACT_WIDTH = 17
# Room below the firms for rows that a bureau adds.
SPARE_ROWS = 200
HINT = "只填黄色格：留空＝不改，—＝删去已有的数，0＝数值为零。表中没有的企业可在末尾添行，写明代码和名称。"
RULES = (
    f"只填“{SHEET}”表中的黄色格；已有的数是下载时系统中的数，改哪一格就存哪一格，没有动的格以系统中的为准。",
    "留空＝不改（原来有数的也不删）；要删去已有的数，填 —（输入 - 也可以）；0＝数值为零。三者不同，请勿混用。",
    "按表头写明的单位填数，不加单位文字，最多 15 位小数。可以用公式，取其计算结果。",
    "表中没有的企业在末尾添行，写明代码和名称；系统找不到的，进入待认领，由审核岗认定是哪一户。",
    "列可以移动或删去，不能添加；本部门分工以外的列不接收。行的先后、空行不影响上传。",
    "填好后保存为 .xlsx（不设密码、不带宏），在系统中“部门数据”页面上传；先预览，确认后整表存入，有错误时一个也不存。",
    "下载后别人又改过的格，您没有动的不受影响；您也改了的会列出来，请重新下载后再填。",
)


def write_fact_workbook(sheet: FactSheet) -> bytes:
    """The sheet to fill, the help, and out of sight what the workbook belongs to and held."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "default_format_properties": {"font_name": FONT, "font_size": 11}}) as book:
        book.set_properties({"title": f"{sheet.round_name} {sheet.department}", "created": CREATED})
        _write_sheet(book, sheet)
        _write_help(book, sheet)
        _write_meta(book, sheet)
    return file.getvalue()


def _write_sheet(book: Workbook, sheet: FactSheet) -> None:
    page, formats = book.add_worksheet(SHEET), Formats(book)
    last = len(FIRST) + len(sheet.columns) - 1
    heads = (
        (f"{sheet.round_name}　部门数据", formats.title, 30),
        (f"部门：{sheet.department}　年度：{sheet.year}　下载于 {sheet.moment:%Y-%m-%d %H:%M}", formats.facts, 20),
        (HINT, formats.hint, 32),
    )
    for row, (text, look, height) in enumerate(heads):
        # merge_range would make a formula of a text with =, so it merges blanks and the text follows.
        page.merge_range(row, 0, row, last, "", look)
        page.write_string(row, 0, text, look)
        page.set_row(row, height)
    for column, title in enumerate((*FIRST, *(each.title for each in sheet.columns))):
        page.write_string(HEADER_ROW, column, title, formats.header)
        page.set_column(column, column, WIDTHS[column] if column < len(FIRST) else FACT_WIDTH)
    page.set_row(HEADER_ROW, 32)
    for row, firm in enumerate(sheet.firms, start=HEADER_ROW + 1):
        for column, text in enumerate((firm.code, firm.name, firm.park)):
            page.write_string(row, column, text, formats.text)
        for column, fact in enumerate(sheet.columns, start=len(FIRST)):
            _write_figure(page, row, column, firm.contents[fact.key], formats)
    end = HEADER_ROW + len(sheet.firms) + SPARE_ROWS
    _write_spare_rows(page, HEADER_ROW + 1 + len(sheet.firms), end, last, formats)
    for column, fact in enumerate(sheet.columns, start=len(FIRST)):
        page.data_validation(HEADER_ROW + 1, column, end, column, _rule(column, fact))
    page.freeze_panes(HEADER_ROW + 1, 2)
    page.autofilter(HEADER_ROW, 0, HEADER_ROW + max(len(sheet.firms), 1), last)
    page.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(last)}{end + 1}"})
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADER_ROW)


def _write_spare_rows(page: Worksheet, first: int, end: int, last: int, formats: Formats) -> None:
    for row in range(first, end + 1):
        for column in range(last + 1):
            page.write_blank(row, column, None, formats.note if column < len(FIRST) else formats.input)


def _write_figure(page: Worksheet, row: int, column: int, text: str, formats: Formats) -> None:
    if not text:
        page.write_blank(row, column, None, formats.input)
    elif len(text.replace(".", "").strip("-0")) > NUMBER_DIGITS:
        page.write_string(row, column, text, formats.input)
    else:
        page.write_number(row, column, Decimal(text), formats.input)


def _rule(column: int, fact: FactColumn) -> dict[str, object]:
    cell = f"{xl_col_to_name(column)}{HEADER_ROW + 2}"
    # Times 1, because a number of more than 15 digits has to be typed as text.
    test = f"AND(ISNUMBER({cell}*1),{cell}*1>=0)" if fact.key in NEVER_NEGATIVE else f"ISNUMBER({cell}*1)"
    return {
        "validate": "custom",
        "value": f'=OR({cell}="—",{cell}="-",IFERROR({test},FALSE))',
        "ignore_blank": True,
        "error_title": "不能这样填",
        "error_message": f"请填数字（{fact.unit}），不加单位文字；要删去已有的数填 —。",
    }


def _write_help(book: Workbook, sheet: FactSheet) -> None:
    page = book.add_worksheet(HELP_SHEET)
    text = book.add_format({"text_wrap": True, "valign": "top"})
    facts = "、".join(each.title for each in sheet.columns)
    lines = (
        f"评价批次：{sheet.round_name}（{sheet.round_code}），{sheet.year} 年",
        f"部门：{sheet.department}",
        f"本部门提供：{facts}",
        "",
        *(f"{number}. {rule}" for number, rule in enumerate(RULES, start=1)),
    )
    page.set_column(0, 0, 100)
    page.write_string(0, 0, HELP_SHEET, book.add_format({"bold": True, "font_size": 14}))
    for row, line in enumerate(lines, start=1):
        page.write_string(row, 0, line, text)


def _write_meta(book: Workbook, sheet: FactSheet) -> None:
    """All of it as text, so that no spreadsheet makes something else of a code or a number."""
    page = book.add_worksheet(META_SHEET)
    keys = [each.key for each in sheet.columns]
    rows = (
        (META_ROUND, sheet.round_code),
        (META_DEPARTMENT, sheet.department),
        (META_MOMENT, sheet.moment.isoformat()),
        (META_COLUMNS, "", *keys),
        *((META_FIRM, firm.code, *(firm.contents[key] for key in keys)) for firm in sheet.firms),
    )
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            page.write_string(row, column, text)
    page.protect()
    page.very_hidden()
