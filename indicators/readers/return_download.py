"""What the cells of a workbook held when it was downloaded, as its hidden sheet says."""

from collections.abc import Iterator, Mapping

from indicators.domain.return_sheets import META_CELL, CellKey, DownloadedCell, ReturnSheet
from indicators.readers.return_cells import code_in, text_in
from indicators.readers.return_contents import WorkbookFault
from indicators.readers.return_identity import count_in
from indicators.readers.workbook_sheets import Sheet

FIELDS = 7


def downloaded_cells(sheet: Sheet | None) -> dict[CellKey, DownloadedCell]:
    """By indicator, area and measure; a row without a version says nothing."""
    found = {}
    for row in sheet.rows if sheet else []:
        # Blank cells at the end of a row may be missing.
        name, indicator, area, measure, version, content, note = (*row, *[""] * FIELDS)[:FIELDS]
        seen = count_in(version)
        if name == META_CELL and seen is not None:
            key = code_in(indicator), code_in(area), code_in(measure)
            found[key] = DownloadedCell(version=seen, content=text_in(content), note=text_in(note))
    return found


def download_faults(found: Mapping[CellKey, DownloadedCell], expected: ReturnSheet) -> Iterator[WorkbookFault]:
    """One fault of the whole file where it is not known of every cell what the file changes in it."""
    if any((cell.indicator, cell.area, cell.measure) not in found for cell in expected.cells):
        message = "文件没有记下下载时各格的内容（由系统的旧版本生成，或隐藏的内容被删改），分不清哪些格是您填的。"
        yield WorkbookFault("", 0, "", "no_download", f"{message}请重新下载模板，把数据复制过去。")
