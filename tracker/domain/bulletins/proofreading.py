"""The proof-reader: reads a finished bulletin back and holds every line and number against its sources."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from tracker.domain.bulletins.document import Document, lines_of, numbers_of, section_lines
from tracker.domain.bulletins.proof_cells import section_faults
from tracker.domain.bulletins.proof_faults import Fault
from tracker.domain.bulletins.proof_lines import NumberBook, printed, proof_lines
from tracker.domain.bulletins.proof_reading_order import ReadingOrder

Cell = str | Decimal


def binding_faults(document: Document, book: NumberBook) -> list[Fault]:
    """Every number of the document that is not what its source says, or has no source."""
    faults = []
    for place, number in numbers_of(document):
        try:
            expected = printed(number, book)
        except KeyError:
            faults.append(Fault(place, "有出处的数", f"{number.text}（查无出处 {number.source}）"))
            continue
        if number.text != expected:
            faults.append(Fault(place, expected, number.text))
    return faults


def text_faults(document: Document, book: NumberBook, texts: Sequence[str]) -> list[Fault]:
    """What is wrong with a file whose texts, in reading order and a paragraph or cell each, are these.

    The lines stand in order. A section title may carry its ordinal. Other texts may stand before, after and between
    sections (`ReadingOrder` says which), but not inside one. Blank texts and lines are layout: “—” stands for absent.
    """
    return list(_reading_order(document, book).faults(texts))


def cell_faults(document: Document, book: NumberBook, sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> list[Fault]:
    """The same for a workbook: a first sheet with title, sections and notes, then one a section, in order.

    A cell that is one number must be a `Decimal` and equal it at its digits; every other cell must be its text.
    """
    if len(sheets) != len(document.sections) + 1:
        return [Fault("工作簿", f"{len(document.sections) + 1} 张工作表", f"{len(sheets)} 张工作表")]
    contents, *pages = sheets.values()
    outline = replace(document, sections=tuple(replace(section, blocks=()) for section in document.sections))
    texts = [cell if isinstance(cell, str) else format(cell, "f") for row in contents for cell in row]
    faults = text_faults(outline, book, texts)
    for number, (section, rows) in enumerate(zip(document.sections, pages, strict=True), start=1):
        faults.extend(section_faults(section, f"第 {number} 部分", book, rows))
    return faults


def _reading_order(document: Document, book: NumberBook) -> ReadingOrder:
    """Title, subtitle, each section and the notes as chapters; a blank line is none."""
    lines = proof_lines(lines_of(document), book)
    front = 2 if document.subtitle else 1
    sizes = [1] * front + [sum(1 for _ in section_lines("", section)) for section in document.sections]
    chapters = [tuple(next(lines) for _ in range(size)) for size in sizes] + [tuple(lines)]
    filled = [tuple(line for line in chapter if line.text) for chapter in chapters]
    return ReadingOrder([chapter for chapter in filled if chapter], front=sum(1 for each in filled[:front] if each))
