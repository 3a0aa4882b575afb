"""A return goes out as a workbook, is filled in a spreadsheet, and comes back."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from indicators.domain.numbers import plain
from indicators.domain.return_sheets import META_SHEET, SHEET
from indicators.readers.return_workbook import read_return_workbook
from indicators.writers.return_workbook import write_return_workbook
from tests.indicators.return_sheet_sample import (
    ROWS,
    contents,
    faults,
    opened,
    return_sheet,
    saved,
    sheet_cell,
)

GDP = ("GDP", "430302", "value")


def filled(cells: dict[str, object], number_format: str = "") -> bytes:
    """The sample's workbook with these cells typed."""
    book = opened(write_return_workbook(return_sheet()))
    for address, value in cells.items():
        book[SHEET][address] = value
        if number_format:
            book[SHEET][address].number_format = number_format
    return saved(book)


def test_the_untouched_workbook_brings_the_same_contents() -> None:
    sheet = return_sheet(
        sheet_cell("GDP", "430302", "value", content="123.4", note="新企业投产\n=见附件"),
        sheet_cell("GDP", "430302", "growth", content="-5.1", note="只在系统中"),
        sheet_cell("GDP", "430304", "value", content="—"),
        sheet_cell("FIRMS", "430302", "value", content="0"),
        sheet_cell("FIRMS", "430304", "value", content="123456789012345.123456789012345"),
        sheet_cell("IVA", "430302", "growth", content="0.000000000000001", note="-"),
    )
    read = read_return_workbook(write_return_workbook(sheet), expected=sheet)
    assert read.faults == ()
    assert [(c.indicator, c.area, c.measure, c.content) for c in read.cells] == [
        (c.indicator, c.area, c.measure, c.content) for c in sheet.cells
    ]
    notes = {(c.indicator, c.area, c.measure): c.note for c in read.cells}
    assert notes[GDP] == "新企业投产\n=见附件"
    assert notes["GDP", "430302", "growth"] is None, "a row has one note, the other one stays as it is"
    assert notes["IVA", "430302", "growth"] == "-"
    assert notes["FIRMS", "430302", "value"] == ""
    assert {(cell.new_content, cell.new_note) for cell in read.cells} == {(None, None)}


@given(
    coefficient=st.integers(-(10**15) + 1, 10**15 - 1) | st.integers(-(10**30) + 1, 10**30 - 1),
    places=st.integers(0, 15),
)
@settings(max_examples=60)
def test_every_number_comes_back_as_it_went(coefficient: int, places: int) -> None:
    number = Decimal(coefficient).scaleb(-places) if abs(coefficient) < 10**15 else Decimal(f"{coefficient}E-15")
    sheet = return_sheet(sheet_cell(*GDP, content=format(number, "f")))
    read = read_return_workbook(write_return_workbook(sheet), expected=sheet)
    assert read.faults == ()
    assert contents(read)[GDP] == plain(number)


@pytest.mark.parametrize(
    ("typed", "content"),
    [
        (0, "0"),
        (-0.0, "0"),
        (5.1, "5.1"),
        (1e-7, "0.0000001"),
        (0.30000000000000004, "0.3"),
        (-2.7755575615628914e-17, "0"),
        (0.012345679012345678, "0.012345679012346"),
        (123456789012345, "123456789012345"),
        (99.0, "99"),
        (None, ""),
        ("  ", ""),
        ("—", "—"),
        ("-", "—"),
        ("--", "—"),
        ("–", "—"),
        ("…", "—"),
        ("１２．５", "12.5"),
        ("1,234.5", "1234.5"),
        ("5.1%", "5.1"),
        (" -7 ", "-7"),
        ("123456789012345.12", "123456789012345.12"),
    ],
)
def test_what_is_typed(typed: object, content: str) -> None:
    read = read_return_workbook(filled({"J5": typed}), expected=return_sheet())
    assert read.faults == ()
    assert contents(read)[GDP] == content


@pytest.mark.parametrize("number_format", ["0.0%", "0%", '0.00"约"%'])
def test_a_cell_that_shows_percent_counts_as_what_it_shows(number_format: str) -> None:
    read = read_return_workbook(filled({"K5": 0.051}, number_format), expected=return_sheet())
    assert contents(read)["GDP", "430302", "growth"] == "5.1"
    assert faults(filled({"J5": 0.051}, number_format), return_sheet()) == [(SHEET, 5, "J", "percent_format")]


def test_a_percent_sign_that_is_only_a_word_multiplies_nothing() -> None:
    read = read_return_workbook(filled({"K5": 5.1}, '0.0"%"'), expected=return_sheet())
    assert contents(read)["GDP", "430302", "growth"] == "5.1"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (True, "not_a_number"),
        (time(8, 30), "date"),
        (date(2026, 9, 30), "date"),
        ("#REF!", "error_value"),
        ("#DIV/0!", "error_value"),
        ("=1+1", "no_result"),
        ("约5", "unreadable"),
        ("1,23", "unreadable"),
        ("1e5", "unreadable"),
        (1e300, "too_many_digits"),
        (12345678901234567890, "too_many_digits"),
    ],
)
def test_what_cannot_be_taken_is_a_fault_at_its_cell(typed: object, code: str) -> None:
    assert faults(filled({"K6": typed}), return_sheet()) == [(SHEET, 6, "K", code)]


def test_rows_and_columns_are_found_wherever_they_were_moved_to() -> None:
    book = opened(filled({"J5": 1, "J6": 2, "K6": 3.5, "J8": 4, "K10": 5, "L10": "说明文字"}))
    original = [[cell.value for cell in row] for row in book[SHEET].iter_rows(min_row=4, max_row=10)]
    moved = Workbook()
    page = moved.active
    page.title = SHEET
    page.append(["随手写的"])
    order = [11, 9, 10, 2, 0, 1]
    page.append([f" {original[0][column]}" for column in order])
    for row in sorted(original[1:], key=lambda row: (row[2], row[0])):
        page.append([row[column] for column in order])
        page.append([])
    meta = moved.create_sheet(META_SHEET)
    for row in book[META_SHEET].iter_rows(values_only=True):
        meta.append(row)
    read = read_return_workbook(saved(moved), expected=return_sheet())
    assert read.faults == ()
    assert {key: text for key, text in contents(read).items() if text} == {
        ("GDP", "430302", "value"): "1",
        ("GDP", "430304", "value"): "2",
        ("GDP", "430304", "growth"): "3.5",
        ("FIRMS", "430304", "value"): "4",
        ("IVA", "430304", "growth"): "5",
    }
    assert [cell.note for cell in read.cells if cell.note] == ["说明文字"]
    assert len(read.cells) == len(return_sheet().cells)


def test_what_was_filled_in_is_told_from_what_was_downloaded() -> None:
    sheet = return_sheet(
        sheet_cell("GDP", "430302", "value", content="123.4", note="新企业投产", version=3),
        sheet_cell("GDP", "430302", "growth", content="5.1", note="只在系统中", version=2),
        sheet_cell("GDP", "430304", "value", content="7", version=1),
        sheet_cell("FIRMS", "430302", "value", content="—", note="停报", version=1),
    )
    book = opened(write_return_workbook(sheet))
    for address, typed in {"J5": 123.40, "L5": "新企业停产", "J6": None, "J7": "-", "L7": None, "K9": 0}.items():
        book[SHEET][address] = typed
    later = return_sheet(*(sheet_cell(c.indicator, c.area, c.measure, content="1", version=9) for c in sheet.cells))
    read = read_return_workbook(saved(book), expected=later)
    assert read.faults == ()
    found = {(c.indicator, c.area, c.measure): (c.new_content, c.new_note, c.downloaded.version) for c in read.cells}
    assert {key: new for key, new in found.items() if new[:2] != (None, None)} == {
        ("GDP", "430302", "value"): (None, "新企业停产", 3),
        ("GDP", "430304", "value"): ("", None, 1),
        ("FIRMS", "430302", "value"): (None, "", 1),
        ("IVA", "430302", "growth"): ("0", None, 0),
    }
    assert found["GDP", "430302", "growth"] == (None, None, 2)


def test_what_could_not_be_read_in_the_draft_is_no_fault_until_it_is_typed() -> None:
    sheet = return_sheet(sheet_cell(*GDP, content="约5"))
    read = read_return_workbook(write_return_workbook(sheet), expected=sheet)
    assert read.faults == ()
    assert next(cell.new_content for cell in read.cells) is None
    book = opened(write_return_workbook(sheet))
    book[SHEET]["J5"] = "约6"
    assert faults(saved(book), sheet) == [(SHEET, 5, "J", "unreadable")]


@pytest.mark.parametrize(("first", "count"), [(5, 99), (6, 1)])
def test_a_workbook_that_does_not_say_what_it_held_is_refused(first: int, count: int) -> None:
    book = opened(filled({"J5": "约5", "J6": 6}))
    book[META_SHEET].delete_rows(first, count)
    assert faults(saved(book), return_sheet()) == [("", 0, "", "no_download"), (SHEET, 5, "J", "unreadable")]


@pytest.mark.parametrize("version", ["", "x", "-1", "1.5", "1" * 20, "=1+1"])
def test_a_version_that_is_none_is_like_no_version(version: str) -> None:
    book = opened(filled({"J5": 1}))
    book[META_SHEET]["E5"] = version
    assert faults(saved(book), return_sheet()) == [("", 0, "", "no_download")]


def test_a_code_that_became_a_number_is_still_the_code() -> None:
    assert faults(filled({"C5": 430302}), return_sheet()) == []


def test_all_faults_are_listed_with_their_places() -> None:
    content = filled(
        {
            "A5": "GPD",
            "C6": "430399",
            "J7": "约5",
            "K7": 3,
            "L8": "长" * 501,
            "A9": "FIRMS",
            "J11": 7,
            "A12": "IVA",
            "C12": "430304",
            "A13": "GPD",
            "C13": "430399",
        }
    )
    assert faults(content, return_sheet()) == [
        (SHEET, 5, "A", "unknown_indicator"),
        (SHEET, 6, "C", "unknown_area"),
        (SHEET, 7, "J", "unreadable"),
        (SHEET, 7, "K", "not_asked"),
        (SHEET, 8, "L", "too_long"),
        (SHEET, 9, "A", "repeated_row"),
        (SHEET, 11, "A", "unknown_indicator"),
        (SHEET, 11, "C", "unknown_area"),
        (SHEET, 12, "A", "repeated_row"),
        (SHEET, 13, "A", "unknown_indicator"),
        (SHEET, 13, "C", "unknown_area"),
        (SHEET, 0, "", "missing_row"),
        (SHEET, 0, "", "missing_row"),
        (SHEET, 0, "", "missing_row"),
    ]


def test_every_missing_row_is_named() -> None:
    book = opened(write_return_workbook(return_sheet()))
    book[SHEET].delete_rows(ROWS["FIRMS", "430302"], 2)
    read = read_return_workbook(saved(book), expected=return_sheet())
    assert [fault.code for fault in read.faults] == ["missing_row", "missing_row"]
    assert "规模以上工业企业数（FIRMS），雨湖区（430302）" in read.faults[0].message
    assert "规模以上工业企业数（FIRMS），岳塘区（430304）" in read.faults[1].message


def test_a_pair_that_the_form_does_not_have() -> None:
    whole = return_sheet()
    without = return_sheet(
        cells=tuple(c for c in whole.cells if (c.indicator, c.area) != ("FIRMS", "430304")),
    )
    assert faults(write_return_workbook(whole), without) == [(SHEET, ROWS["FIRMS", "430304"], "C", "unknown_pair")]


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ({"K4": "增速"}, [(SHEET, 4, "", "missing_column")]),
        ({"L4": None}, [(SHEET, 4, "", "missing_column")]),
        ({"G4": "本期数值"}, [(SHEET, 4, "J", "repeated_column")]),
        ({"A4": "代码"}, [(SHEET, 4, "", "missing_column")]),
        ({"A4": "a", "C4": "b", "J4": "c"}, [(SHEET, 0, "", "no_header")]),
        ({"K4": " 公布增速（％） "}, []),
    ],
)
def test_headers(header: dict[str, object], found: list[tuple[str, int, str, str]]) -> None:
    assert faults(filled(header), return_sheet()) == found


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"form_code": "park-quarterly"}, ["other_form"]),
        ({"period": "2026-Q2"}, ["other_period"]),
        ({"return_id": 13}, ["other_return"]),
        ({"form_version": 2}, ["old_version"]),
        ({"form_version": 2, "period": "2026-Q2", "return_id": 11}, ["other_period", "old_version"]),
    ],
)
def test_a_workbook_of_something_else_is_a_fault_of_the_whole_file(
    changes: dict[str, object], codes: list[str]
) -> None:
    content = write_return_workbook(return_sheet())
    assert faults(content, return_sheet(**changes)) == [("", 0, "", code) for code in codes]


def test_faults_of_cells_are_listed_beside_those_of_the_file() -> None:
    assert faults(filled({"J5": "约5"}), return_sheet(period="2026-Q2")) == [
        ("", 0, "", "other_period"),
        (SHEET, 5, "J", "unreadable"),
    ]


def test_a_workbook_of_ones_own_is_no_template() -> None:
    assert faults(saved(Workbook()), return_sheet()) == [("", 0, "", "no_meta"), ("", 0, "", "missing_sheet")]


def test_control_characters_in_a_note_are_refused() -> None:
    sheet = return_sheet(sheet_cell(*GDP, note="a\x00b"))
    assert faults(write_return_workbook(sheet), sheet) == [(SHEET, 5, "L", "bad_character")]


def test_sheets_of_ones_own_and_links_to_other_files_are_left_alone() -> None:
    book = opened(filled({"J5": 1}))
    book.create_sheet("我的底稿")["A1"] = "=[1]其他!A1"
    read = read_return_workbook(saved(book), expected=return_sheet())
    assert read.faults == ()
    assert contents(read)[GDP] == "1"
