"""Proof-reading: finished files are read back, and each number is compared with the figure it is bound to."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from indicators.domain.numbers import plain_rounded, rounded
from tracker.domain.bulletins.document import Document, Line, Number, Parts, lines_of, numbers_of, section_lines

# A section's title stands behind the writer's ordinal: 一、 十二、
ORDINAL = re.compile(r"[一二三四五六七八九十百]+、")


class NumberBook(Protocol):
    """Where the exact number of a source is looked up; KeyError for a source that it does not know."""

    def number(self, source: str) -> Decimal: ...


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where a file, or the document itself, does not say what its figures say."""

    place: str
    expected: str
    found: str

    @property
    def message(self) -> str:
        return f"{self.place}应为“{self.expected}”，实为“{self.found or '没有'}”"


def printed(number: Number, book: NumberBook) -> str:
    """What has to stand there: the exact number rounded once, half up; raises KeyError."""
    exact = book.number(number.source)
    return plain_rounded(abs(exact) if number.absolute else exact, number.digits)


def binding_faults(document: Document, book: NumberBook) -> list[Fault]:
    """Numbers whose text is not that of their source, and sources that are none."""
    faults = []
    for place, number in numbers_of(document):
        try:
            expected = printed(number, book)
        except KeyError:
            expected = f"出处 {number.source}"
        if expected != number.text:
            faults.append(Fault(place, expected, number.text))
    return faults


def expected_text(parts: Parts, book: NumberBook) -> str:
    """The text of a line with its numbers looked up again, not taken from the document."""
    return "".join(printed(part, book) if isinstance(part, Number) else part.text for part in parts)


def text_faults(document: Document, book: NumberBook, texts: Sequence[str]) -> list[Fault]:
    """Compare a file's texts with the document, line by line.

    Every line has to come in order. Between the first and the last line nothing else may stand, so that a row that was
    added is found as well as one that was dropped; head and imprint stand before and after.
    """
    wanted = [(line, normal(expected_text(line.parts, book))) for line in lines_of(document)]
    wanted = [each for each in wanted if each[1]]
    found = [normal(text) for text in texts if normal(text)]
    start = next((place for place, text in enumerate(found) if text == wanted[0][1]), None)
    if start is None:
        return [Fault(wanted[0][0].place, wanted[0][1], "")]
    return list(_differences(wanted, found[start:]))


def _differences(wanted: Sequence[tuple[Line, str]], found: Sequence[str]) -> Iterator[Fault]:
    position = 0
    for line, expected in wanted:
        # Imprint may stand before the first section and before the notes.
        allowed = line.place.endswith("标题") or line.place.startswith("附注")
        if allowed:
            ahead = next((each for each in range(position, len(found)) if _is(found[each], expected)), None)
            if ahead is not None and ahead - position <= LONGEST_IMPRINT:
                position = ahead
        there = found[position] if position < len(found) else ""
        if not _is(there, expected):
            yield Fault(line.place, expected, there)
        position += 1


LONGEST_IMPRINT = 8  # texts


def _is(text: str, expected: str) -> bool:
    return text == expected or ORDINAL.sub("", text, count=1) == expected


def normal(text: str) -> str:
    """Without the blanks and control characters that no form of a file keeps alike."""
    return "".join(text.split()).translate(_CONTROLS)


_CONTROLS = dict.fromkeys((*range(32), 127, 65534, 65535))

Cells = Sequence[Sequence[str | Decimal]]


def cell_faults(document: Document, book: NumberBook, sheets: Mapping[str, Cells]) -> list[Fault]:
    """Compare the cells of a workbook, one sheet a section in order behind the first sheet, with the document."""
    names = list(sheets)[1:]
    if len(names) != len(document.sections):
        return [Fault("工作表", f"{len(document.sections)} 个部分", f"{len(names)} 个")]
    faults: list[Fault] = []
    for number, (name, section) in enumerate(zip(names, document.sections, strict=True), start=1):
        found = [cell for row in sheets[name] for cell in row if cell != ""]
        wanted = [line for line in section_lines(f"第 {number} 部分", section) if expected_text(line.parts, book)]
        faults += _cell_differences(wanted, found, book)
    return faults


def _cell_differences(wanted: Sequence[Line], found: Sequence[str | Decimal], book: NumberBook) -> Iterator[Fault]:
    for position in range(max(len(wanted), len(found))):
        there = found[position] if position < len(found) else ""
        if position >= len(wanted):
            yield Fault("表末", "没有", str(there))
            continue
        line = wanted[position]
        expected = expected_text(line.parts, book)
        if isinstance(there, Decimal):
            only = line.parts[0] if len(line.parts) == 1 else None
            digits = only.digits if isinstance(only, Number) else None
            if digits is None or plain_rounded(rounded(there, digits), digits) != expected:
                yield Fault(line.place, expected, str(there))
        elif normal(there) != normal(expected):
            yield Fault(line.place, expected, there)
