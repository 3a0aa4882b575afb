"""The workbook of a return as a spreadsheet sees it: what is locked, what is checked, and that nothing runs."""

import subprocess
from decimal import Decimal
from pathlib import Path
from shutil import which

import pytest

from indicators.domain.return_sheets import COLUMNS, HELP_SHEET, META_SHEET, SHEET, SheetCell
from indicators.readers.return_workbook import read_return_workbook
from indicators.writers.return_workbook import write_return_workbook
from tests.indicators.return_sheet_sample import ROWS, contents, opened, return_sheet, saved, sheet_cell

INPUTS = {"J5", "K5", "J6", "K6", "J7", "J8", "K9", "K10"}
NOTES = {f"L{row}" for row in ROWS.values()}


def test_the_sheet_reads_like_the_official_table() -> None:
    page = opened(
        write_return_workbook(
            return_sheet(
                sheet_cell("GDP", "430302", "value", content="123.4", year_ago=Decimal("118.204"), note="新企业投产"),
                sheet_cell("GDP", "430302", "growth", content="-0.5", previous=Decimal("5.25")),
                sheet_cell("GDP", "430304", "value", content="—", previous=None),
                sheet_cell("FIRMS", "430302", "value", content="0"),
            )
        )
    )[SHEET]
    assert [page[address].value for address in ("A1", "A2", "E2", "J2")] == [
        "县市区主要指标季报",
        "填报单位：湘潭市统计局",
        "期别：2026年三季度",
        "报送截止：2026-10-20 24 时前",
    ]
    rows = list(page.iter_rows(min_row=4, values_only=True))
    assert rows[0] == COLUMNS
    assert rows[1] == (
        "GDP", "地区生产总值", "430302", "雨湖区", "亿元", 98.1, 5.25, 118.204, "—", 123.4, -0.5, "新企业投产"
    )  # fmt: skip
    assert rows[2] == (
        "GDP", "地区生产总值", "430304", "岳塘区", "亿元", "—", 98.1, "—", "—", "—", None, None
    )  # fmt: skip
    assert rows[3][5:] == (98.1, None, "—", None, 0, None, None), "the form asks for no growth of it"
    assert rows[5][4:9] == ("%", None, 98.1, None, "—"), "what has only a growth has its earlier growth"
    assert len(rows) == 1 + len(ROWS)
    assert page["H5"].number_format == "0.00"
    assert (page["G5"].number_format, page["G9"].number_format) == ("0.0", "0.0")
    assert page.freeze_panes == "E5"
    assert page.page_setup.orientation == "landscape"
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.page_setup.fitToHeight == 0, "one page wide, as long as it takes"
    assert page.print_title_rows == "$4:$4"


def test_only_the_cells_to_fill_are_open() -> None:
    book = opened(write_return_workbook(return_sheet()))
    page = book[SHEET]
    assert {cell.coordinate for row in page.iter_rows() for cell in row if not cell.protection.locked} == INPUTS | NOTES
    assert page.protection.sheet and not page.protection.password
    assert not page.protection.formatColumns, "columns may be made wider"
    assert not page.protection.selectUnlockedCells
    assert book[HELP_SHEET].protection.sheet
    closed = {page[address].fill.fgColor.rgb for address in ("K7", "K8", "J9", "J10")}
    assert closed == {"FFD9D9D9"}
    assert page["J5"].fill.fgColor.rgb not in closed


def test_every_cell_to_fill_is_checked() -> None:
    page = opened(
        write_return_workbook(
            return_sheet(
                sheet_cell("GDP", "430302", "value", lower=Decimal(0)),
                sheet_cell("GDP", "430304", "value", lower=Decimal("-1.5"), upper=Decimal(1000)),
            )
        )
    )[SHEET]
    rules = page.data_validations.dataValidation
    numbers = {str(rule.sqref): rule for rule in rules if rule.type == "custom"}
    assert set(numbers) == {"J5", "J6", "J7:J8", "K5:K6", "K9:K10"}
    assert all(rule.allow_blank and rule.showErrorMessage and rule.errorStyle in (None, "stop") for rule in rules)
    assert numbers["J5"].formula1.endswith(",IFERROR(AND(ISNUMBER(J5*1),J5*1>=0),FALSE))")
    assert 'J5="—"' in numbers["J5"].formula1
    assert "J6*1>=-1.5,J6*1<=1000" in numbers["J6"].formula1
    assert "（-1.5 至 1000）" in numbers["J6"].error
    assert "没有数据填 —" in numbers["K9:K10"].error
    [note] = [rule for rule in rules if rule.type == "textLength"]
    assert (str(note.sqref), note.formula1) == ("L5:L10", "500")


def test_what_it_belongs_to_and_held_is_out_of_sight() -> None:
    value = sheet_cell("GDP", "430302", "value", content="123.4", note="新企业投产", version=3)
    book = opened(write_return_workbook(return_sheet(value)))
    assert book.sheetnames == [SHEET, HELP_SHEET, META_SHEET]
    assert [page.sheet_state for page in book] == ["visible", "visible", "veryHidden"]
    meta = [tuple(value for value in row if value) for row in book[META_SHEET].iter_rows(values_only=True)]
    assert meta[:6] == [
        ("return", "12"),
        ("form", "county-quarterly"),
        ("version", "1"),
        ("period", "2026-Q3"),
        ("cell", "GDP", "430302", "value", "3", "123.4", "新企业投产"),
        ("cell", "GDP", "430302", "growth", "0"),
    ]
    assert len(meta) == 4 + len(return_sheet().cells)
    assert book.active.title == SHEET


def test_the_help_says_how_and_until_when() -> None:
    page = opened(write_return_workbook(return_sheet()))[HELP_SHEET]
    text = "\n".join(row[0] or "" for row in page.iter_rows(values_only=True))
    for words in (
        "留空＝还没有填",
        "—＝确实没有数据",
        "0＝数值为零",
        "2026-10-20",
        "“上年同期”",
        "请先重新下载",
        "按月报口径填报。",
    ):
        assert words in text


@pytest.mark.parametrize(
    "start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "{=1}", "http://example.com", '=HYPERLINK("x")']
)
def test_no_text_becomes_a_formula_or_a_link(start: str) -> None:
    whole = return_sheet()
    cells = tuple(
        SheetCell(
            indicator=cell.indicator,
            indicator_name=start,
            area=cell.area,
            area_name=start,
            measure=cell.measure,
            unit=start,
            content=f"{start}x",
            note=start,
            version=0,
            previous=None,
            year_ago=None,
            decimals=0,
        )
        for cell in whole.cells
    )
    book = opened(
        write_return_workbook(
            return_sheet(cells=cells, form_name=start, unit=start, period_label=start, instructions=start)
        )
    )
    written = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert len(written) > 50
    assert {cell.data_type for cell in written} == {"s"}
    assert not any(cell.hyperlink for cell in written)


def test_a_number_longer_than_a_spreadsheet_keeps_is_text() -> None:
    figure = Decimal("1234567890.123456")
    page = opened(write_return_workbook(return_sheet(sheet_cell("GDP", "430302", "value", previous=figure))))[SHEET]
    assert page["F5"].value == "1234567890.123456"


def test_the_same_return_gives_the_same_bytes() -> None:
    assert write_return_workbook(return_sheet()) == write_return_workbook(return_sheet())


def test_without_deadline_and_cells() -> None:
    book = opened(write_return_workbook(return_sheet(cells=(), due_on=None, instructions="")))
    assert book[SHEET]["J2"].value == "报送截止：未定"


@pytest.mark.skipif(which("soffice") is None, reason="NOT RUN: needs LibreOffice")
def test_libreoffice_saves_what_the_reader_takes(tmp_path: Path) -> None:
    sheet = return_sheet(
        sheet_cell("GDP", "430302", "value", content="123.4", note="新企业投产\n另见附件"),
        sheet_cell("GDP", "430304", "value", content="—"),
        sheet_cell("FIRMS", "430302", "value", content="0"),
        sheet_cell("FIRMS", "430304", "value", content="123456789012345.123456789012345"),
    )
    book = opened(write_return_workbook(sheet))
    book[SHEET]["K5"] = "=0.1+0.2"
    book[SHEET]["K6"] = "=1/0"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "return.xlsx").write_bytes(saved(book))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx",
         "--outdir", str(tmp_path), str(tmp_path / "in" / "return.xlsx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    read = read_return_workbook((tmp_path / "return.xlsx").read_bytes(), expected=sheet)
    assert [(fault.row, fault.column, fault.code) for fault in read.faults] == [(6, "K", "error_value")]
    texts = contents(read)
    assert texts["GDP", "430302", "growth"] == "0.3"
    assert {key: text for key, text in texts.items() if key[2] == "value"} == {
        (cell.indicator, cell.area, cell.measure): cell.content for cell in sheet.cells if cell.measure == "value"
    }
    assert next(cell.note for cell in read.cells) == "新企业投产\n另见附件"
    assert {(cell.measure, cell.new_content, cell.new_note) for cell in read.cells} == {
        ("value", None, None),
        ("growth", None, None),
        ("growth", "0.3", None),
    }, "what was downloaded is known after another program has saved it"
