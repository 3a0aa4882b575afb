"""The proof-reader finds every cell of a workbook that is not what its source says."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from tests.bulletin_documents import Book, large_document, sample_document
from tracker.domain.bulletins.document import Document, Number, Paragraph, Table, text_of
from tracker.domain.bulletins.proofreading import cell_faults

Rows = list[list[str | Decimal]]
Sheets = dict[str, Rows]


def sheets_of(document: Document) -> Sheets:
    """A workbook as a reader gives it, with blank rows and cells for layout."""
    contents = [[text_of(document.title), ""], [text_of(document.subtitle)], ["2016年1月20日"], [], ["目录"]]
    contents += [[f"一、{text_of(section.title)}"] for section in document.sections]
    contents += [[text_of(note.parts)] for note in document.notes]
    sheets: Sheets = {"目录": [list(row) for row in contents]}
    for number, section in enumerate(document.sections):
        rows: Rows = [[f"一、{text_of(section.title)}", "", ""]]
        for block in section.blocks:
            if isinstance(block, Paragraph):
                rows.append([text_of(block.parts)])
            else:
                rows.extend(table_rows(block))
        sheets[f"sheet{number}"] = rows
    return sheets


def table_rows(table: Table) -> Rows:
    rows: Rows = [["", ""], [text_of(table.title), ""], [text_of(column.title) for column in table.columns]]
    for row in table.rows:
        number = [len(cell) == 1 and isinstance(cell[0], Number) for cell in row.cells]
        texts = [text_of(cell) for cell in row.cells]
        rows.append([Decimal(text) if is_one else text for text, is_one in zip(texts, number, strict=True)])
    return rows


@pytest.fixture
def book() -> Book:
    return Book()


def test_an_untouched_workbook_has_no_faults(book: Book) -> None:
    document = sample_document(book)
    sheets = sheets_of(document)
    assert sum(isinstance(cell, Decimal) for rows in sheets.values() for row in rows for cell in row) > 20
    assert cell_faults(document, book, sheets) == []


def test_numbers_are_compared_at_their_digits(book: Book) -> None:
    """Programs save 9.9 as the nearest binary number, or with more digits than are shown."""
    document = sample_document(book)
    sheets = sheets_of(document)
    sheets["sheet0"][5][2] = Decimal("9.94900000000001")
    assert cell_faults(document, book, sheets) == []
    sheets["sheet0"][5][2] = Decimal("9.95")
    (fault,) = cell_faults(document, book, sheets)
    assert fault.message == "第 1 部分第 2 块第 1 行第 3 列：应为“9.9”，实为“9.95”"


def at(sheet: str, row: int, column: int, cell: str | Decimal) -> Callable[[Sheets], None]:
    def change(sheets: Sheets) -> None:
        sheets[sheet][row][column] = cell

    return change


def swap(sheets: Sheets) -> None:
    row = sheets["sheet0"][6]
    row[2], row[3] = row[3], row[2]


def shift(sheets: Sheets) -> None:
    sheets["sheet0"][6].insert(2, "")


def drop_row(sheets: Sheets) -> None:
    del sheets["sheet0"][7]


def add_row(sheets: Sheets) -> None:
    sheets["sheet1"].append([Decimal(5), "某市", Decimal("9.4"), Decimal(1), "持平"])


def drop_sheet(sheets: Sheets) -> None:
    del sheets["sheet1"]


MUTATIONS = [
    (at("sheet0", 6, 3, Decimal("1703.11")), "第 1 部分第 2 块第 2 行第 4 列：应为“1703.10”，实为“1703.11”"),
    (at("sheet0", 6, 2, Decimal("-9.6")), "应为“9.6”，实为“-9.6”"),
    (at("sheet0", 6, 2, Decimal("9.54")), "应为“9.6”，实为“9.54”"),
    (at("sheet0", 6, 2, "9.6"), "应为“9.6（数值）”，实为“9.6”"),
    (at("sheet0", 6, 2, ""), "应为“9.6（数值）”，实为“”"),
    (at("sheet0", 9, 2, Decimal(0)), "第 1 部分第 2 块第 5 行第 3 列：应为“—”，实为“0（数值）”"),
    (at("sheet0", 6, 4, "后移3位"), "应为“前移3位”，实为“后移3位”"),
    (at("sheet0", 1, 0, "湘潭市地区生产总值增长9.5%"), "第 1 部分第 1 块：应为“湘潭市地区生产总值增长9.6%"),
    (at("sheet0", 0, 0, "一、地区生产总值总量排名"), "第 1 部分标题"),
    (at("目录", 0, 0, "全省市州主要经济指标排名通报（2016年全年）"), "标题：应为"),
    (at("目录", -1, 0, "演示数据"), "附注第 2 段"),
    (swap, "第 1 部分第 2 块第 2 行第 3 列：应为“9.6”，实为“1703.1”"),
    (shift, "应为“9.6（数值）”，实为“”"),
    (drop_row, "第 1 部分第 2 块第 3 行第 2 列：缺少“邵阳市”"),
    (add_row, "第 2 部分第 3 块第 5 行第 1 列之后：多出“5、某市、9.4、1、持平”"),
    (drop_sheet, "工作簿：应为“3 张工作表”，实为“2 张工作表”"),
]


@pytest.mark.parametrize(("change", "message"), MUTATIONS)
def test_what_was_changed_is_found(book: Book, change: Callable[[Sheets], None], message: str) -> None:
    document = sample_document(book)
    sheets = sheets_of(document)
    change(sheets)
    messages = [fault.message for fault in cell_faults(document, book, sheets)]
    assert any(message in each for each in messages), messages


def test_every_number_of_a_sheet_counts(book: Book) -> None:
    document = sample_document(book)
    tried = 0
    for name, rows in sheets_of(document).items():
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, Decimal):
                    sheets = sheets_of(document)
                    sheets[name][number][column] = cell + 1
                    assert len(cell_faults(document, book, sheets)) == 1
                    tried += 1
    assert tried > 20


def test_a_whole_province_is_read_at_once(book: Book) -> None:
    document = large_document(book)
    sheets = sheets_of(document)
    assert cell_faults(document, book, sheets) == []
