"""A small return: a total with both numbers, a count without growth, an indicator that has only a growth."""

from datetime import date
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook, load_workbook

from indicators.domain.return_sheets import ReturnSheet, SheetCell
from indicators.readers.return_workbook import WorkbookContent, read_return_workbook

AREAS = {"430302": "雨湖区", "430304": "岳塘区"}
# The row of each indicator and area in the workbook that was downloaded.
ROWS = {
    ("GDP", "430302"): 5,
    ("GDP", "430304"): 6,
    ("FIRMS", "430302"): 7,
    ("FIRMS", "430304"): 8,
    ("IVA", "430302"): 9,
    ("IVA", "430304"): 10,
}


def sheet_cell(indicator: str, area: str, measure: str, **changes: object) -> SheetCell:
    names = {"GDP": ("地区生产总值", "亿元"), "FIRMS": ("规模以上工业企业数", "家"), "IVA": ("工业增加值", "%")}
    name, unit = names[indicator]
    fields: dict[str, object] = {
        "indicator": indicator,
        "indicator_name": name,
        "area": area,
        "area_name": AREAS[area],
        "measure": measure,
        "unit": "%" if measure == "growth" else unit,
        "content": "",
        "note": "",
        "version": 0,
        "previous": Decimal("98.1"),
        "year_ago": None,
        "decimals": 1 if measure == "growth" else 2,
    }
    return SheetCell(**{**fields, **changes})  # type: ignore[arg-type]


def return_sheet(*cells: SheetCell, **changes: object) -> ReturnSheet:
    """The sample, with `cells` in the place of those of the same indicator, area and measure."""
    given = {(cell.indicator, cell.area, cell.measure): cell for cell in cells}
    keys = [
        (indicator, area, measure)
        for indicator, measures in (("GDP", ("value", "growth")), ("FIRMS", ("value",)), ("IVA", ("growth",)))
        for area in AREAS
        for measure in measures
    ]
    fields: dict[str, object] = {
        "return_id": 12,
        "form_code": "county-quarterly",
        "form_name": "县市区主要指标季报",
        "form_version": 1,
        "unit": "湘潭市统计局",
        "period": "2026-Q3",
        "period_label": "2026年三季度",
        "cells": tuple(given.get(key) or sheet_cell(*key) for key in keys),
        "due_on": date(2026, 10, 20),
        "instructions": "按月报口径填报。\n=不是公式",
    }
    return ReturnSheet(**{**fields, **changes})  # type: ignore[arg-type]


def opened(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


def saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def contents(read: WorkbookContent) -> dict[tuple[str, str, str], str]:
    return {(cell.indicator, cell.area, cell.measure): cell.content for cell in read.cells}


def faults(content: bytes, expected: ReturnSheet) -> list[tuple[str, int, str, str]]:
    """Where and what, without the words; that there are words is seen here for all."""
    found = read_return_workbook(content, expected=expected).faults
    assert all(fault.message.strip() for fault in found)
    return [(fault.sheet, fault.row, fault.column, fault.code) for fault in found]
