"""The texts of a bulletin's Word file, read back."""

from collections.abc import Iterator
from io import BytesIO

import docx
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_PARAGRAPH, _TABLE, _ROW, _CELL, _RUN = (qn(f"w:{tag}") for tag in ("p", "tbl", "tr", "tc", "r"))
_TEXT, _BREAK, _RETURN, _TAB = (qn(f"w:{tag}") for tag in ("t", "br", "cr", "tab"))
_CONTROL, _CONTENT = qn("w:sdt"), qn("w:sdtContent")


def word_texts(content: bytes) -> list[str]:
    """The text of every paragraph and table cell of the body in reading order, empty ones left out.

    A line of the document comes back as exactly one text, as the writer's `printable` has it: a line break is one
    line feed, and what XML cannot hold is missing. A cell is one text, several paragraphs joined by a line feed. The
    title of a section is one text with its ordinal (一、标题). Text boxes, headers and footers are not read.
    """
    return [text for text in _texts(docx.Document(BytesIO(content)).element.body) if text]


def _texts(parent: BaseOxmlElement) -> Iterator[str]:
    for child in parent:
        if child.tag == _PARAGRAPH:
            yield _paragraph_text(child)
        elif child.tag == _TABLE:
            for row in child.iter(_ROW):
                # Of a table in a cell the rows come by themselves.
                for cell in row.findall(_CELL):
                    yield "\n".join(map(_paragraph_text, cell.findall(_PARAGRAPH)))
        elif child.tag == _CONTROL and (inner := child.find(_CONTENT)) is not None:
            yield from _texts(inner)


def _paragraph_text(paragraph: BaseOxmlElement) -> str:
    runs = (run for run in paragraph.iter(_RUN) if next(run.iterancestors(_PARAGRAPH)) is paragraph)
    return "".join(map(_run_text, runs))


def _run_text(run: BaseOxmlElement) -> str:
    pieces = []
    for child in run:
        if child.tag == _TEXT:
            pieces.append(child.text or "")
        elif child.tag in (_BREAK, _RETURN):
            pieces.append("\n")
        elif child.tag == _TAB:
            pieces.append("\t")
    return "".join(pieces)
