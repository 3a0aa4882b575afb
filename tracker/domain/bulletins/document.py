"""What a bulletin says, before it takes a form: sections of headings, paragraphs and tables made of typed parts.

A digit can stand in a document in two ways only: inside a `Name`, which is copied from a definition, or as a `Number`,
which names the figure it was printed from. `Words` refuse digits, so that no number can slip in as text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_DIGIT = re.compile(r"[0-9０-９]")


class UnboundNumberError(ValueError):
    """A digit in plain words: it has to be a `Number` with its source."""


@dataclass(frozen=True, slots=True)
class Words:
    """Text of our own, without a digit."""

    text: str

    def __post_init__(self) -> None:
        if _DIGIT.search(self.text):
            raise UnboundNumberError(f"“{self.text}”中的数字没有出处")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as its definition has it: of an area, an indicator, a unit, a form; or text that people typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number as printed; `source` is its address among the facts of the bulletin, see `facts.Facts.number`.

    `digits` are the decimals it was rounded to (half up); `absolute` where the words say the sign (下降 2.3%).
    """

    text: str
    source: str
    digits: int = 0
    absolute: bool = False


Part = Words | Name | Number
Parts = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    parts: Parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`numeric` columns stand to the right; `unit` is printed below or behind the title."""

    title: Parts
    numeric: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table, a cell a column; `emphasised` for the area the bulletin is about."""

    cells: tuple[Parts, ...]
    emphasised: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A bar chart of a table: the column with the categories, and that with the values."""

    title: Parts
    category_column: int
    value_column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    title: Parts
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    chart: Chart | None = None


Block = Paragraph | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of a bulletin: a sheet of the workbook, a chapter of the text. `title` carries no ordinal."""

    title: Parts
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole bulletin. `notes` stand at the end: gaps that were accepted, the method, what is 演示数据."""

    title: Parts
    subtitle: Parts = ()
    sections: tuple[Section, ...] = field(default=())
    notes: tuple[Paragraph, ...] = field(default=())


def text_of(parts: Iterable[Part]) -> str:
    """The parts as they are read.

    >>> text_of((Words("增长"), Number("5.1", "growth:GDP/430300/2023-Q4", 1), Words("%")))
    '增长5.1%'
    """
    return "".join(part.text for part in parts)


@dataclass(frozen=True, slots=True)
class Line:
    """A text of the document with where it stands, in reading order."""

    place: str
    parts: Parts


def lines_of(document: Document) -> Iterator[Line]:
    """Every heading, paragraph and cell in reading order: what a file of the bulletin has to contain, nothing else.

    The ordinals of sections (一、二、) and the imprint (office, number, date) are the writers' and are not here.
    """
    yield Line("标题", document.title)
    if document.subtitle:
        yield Line("副标题", document.subtitle)
    for number, section in enumerate(document.sections, start=1):
        yield from section_lines(f"第 {number} 部分", section)
    for number, note in enumerate(document.notes, start=1):
        yield Line(f"附注第 {number} 段", note.parts)


def section_lines(place: str, section: Section) -> Iterator[Line]:
    """The lines of one section."""
    yield Line(f"{place}标题", section.title)
    for number, block in enumerate(section.blocks, start=1):
        here = f"{place}第 {number} 块"
        if isinstance(block, Paragraph):
            yield Line(here, block.parts)
        else:
            yield from _table_lines(here, block)


def _table_lines(place: str, table: Table) -> Iterator[Line]:
    yield Line(f"{place}表题", table.title)
    for column, heading in enumerate(table.columns, start=1):
        yield Line(f"{place}表头第 {column} 列", heading.title)
    for number, row in enumerate(table.rows, start=1):
        for column, cell in enumerate(row.cells, start=1):
            yield Line(f"{place}第 {number} 行第 {column} 列", cell)


def numbers_of(document: Document) -> Iterator[tuple[str, Number]]:
    """Every printed number with where it stands."""
    for line in lines_of(document):
        for part in line.parts:
            if isinstance(part, Number):
                yield line.place, part
