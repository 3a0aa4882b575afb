"""What is read back from a workbook: numbers by their shortest form, the rest as text."""

from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook

from tracker.readers.bulletins.workbook import workbook_cells


def test_cells() -> None:
    numbers = [Decimal(number) for number in ("0.1", "2.675", "-0.05", "1703.10", "0", "123456789012.345")]
    file = BytesIO()
    with Workbook(file) as book:
        first, second = book.add_worksheet("目录"), book.add_worksheet("一、排名")
        first.write_string(0, 0, "通报")
        first.write_string(0, 2, "007")
        second.write_row(0, 0, numbers)
    cells = workbook_cells(file.getvalue())
    assert cells == {"目录": [["通报", "", "007"]], "一、排名": [numbers]}
    assert all(isinstance(cell, Decimal) for cell in cells["一、排名"][0])


def test_an_empty_sheet() -> None:
    file = BytesIO()
    with Workbook(file) as book:
        book.add_worksheet("目录")
    assert workbook_cells(file.getvalue()) == {"目录": []}
