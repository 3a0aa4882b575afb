"""Tables in Word, built as XML at once: the library's way, cell by cell, grows with the square of the rows."""

from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tracker.domain.bulletins.document import Row, Table, text_of

WIDTH = 8845  # twentieths of a point: the 156 mm of the page
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def table_element(table: Table, font: str, heading_font: str) -> Any:
    """The table with a head row that repeats on each page; no row is split between pages."""
    count = len(table.columns)
    size = 24 if count <= 6 else 21  # half points: 小四, 五号
    grid = "".join(f'<w:gridCol w:w="{WIDTH // count}"/>' for _ in range(count))
    head = "".join(_cell(text_of(each.title), "center", True, heading_font, size) for each in table.columns)
    rows = "".join(_row(each, table, font, size) for each in table.rows)
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{BORDERS}</w:tblBorders>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{rows}</w:tbl>"
    )


def _row(row: Row, table: Table, font: str, size: int) -> str:
    cells = "".join(
        _cell(text_of(cell), "right" if column.numeric else "left", row.emphasised, font, size)
        for cell, column in zip(row.cells, table.columns, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cell(text: str, align: str, bold: bool, font: str, size: int) -> str:
    shown = escape("".join(each for each in text if ord(each) >= 32 and each not in "\x7f\ufffe\uffff"))
    weight = "<w:b/>" if bold else ""
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>'
    return (
        f'<w:tc><w:p><w:pPr><w:jc w:val="{align}"/></w:pPr><w:r><w:rPr>{fonts}{weight}<w:sz w:val="{size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{shown}</w:t></w:r></w:p></w:tc>'
    )
