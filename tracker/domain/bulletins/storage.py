"""A document as JSON and back, so that it is kept as it was composed."""

from typing import Any

from tracker.domain.bulletins.document import (
    Block,
    Chart,
    Column,
    Document,
    Name,
    Number,
    Paragraph,
    Part,
    Parts,
    Row,
    Section,
    Table,
    Words,
)

WORDS, NAME, NUMBER = "words", "name", "number"


def document_to_json(document: Document) -> dict[str, Any]:
    return {
        "title": _parts(document.title),
        "subtitle": _parts(document.subtitle),
        "sections": [
            {"title": _parts(section.title), "blocks": [_block(each) for each in section.blocks]}
            for section in document.sections
        ],
        "notes": [_parts(note.parts) for note in document.notes],
    }


def document_from_json(stored: dict[str, Any]) -> Document:
    return Document(
        title=_read_parts(stored["title"]),
        subtitle=_read_parts(stored["subtitle"]),
        sections=tuple(
            Section(title=_read_parts(each["title"]), blocks=tuple(_read_block(block) for block in each["blocks"]))
            for each in stored["sections"]
        ),
        notes=tuple(Paragraph(_read_parts(each)) for each in stored["notes"]),
    )


def _parts(parts: Parts) -> list[list[Any]]:
    return [_part(each) for each in parts]


def _part(part: Part) -> list[Any]:
    if isinstance(part, Number):
        return [NUMBER, part.text, part.source, part.digits, part.absolute]
    return [WORDS if isinstance(part, Words) else NAME, part.text]


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"paragraph": _parts(block.parts)}
    chart = block.chart
    return {
        "table": _parts(block.title),
        "columns": [[_parts(each.title), each.numeric] for each in block.columns],
        "rows": [[[_parts(cell) for cell in row.cells], row.emphasised] for row in block.rows],
        "chart": chart and [_parts(chart.title), chart.category_column, chart.value_column],
    }


def _read_parts(stored: list[list[Any]]) -> Parts:
    kinds: dict[str, Any] = {WORDS: Words, NAME: Name, NUMBER: Number}
    return tuple(kinds[kind](*rest) for kind, *rest in stored)


def _read_block(stored: dict[str, Any]) -> Block:
    if "paragraph" in stored:
        return Paragraph(_read_parts(stored["paragraph"]))
    chart = stored["chart"]
    return Table(
        title=_read_parts(stored["table"]),
        columns=tuple(Column(title=_read_parts(title), numeric=numeric) for title, numeric in stored["columns"]),
        rows=tuple(
            Row(cells=tuple(_read_parts(cell) for cell in cells), emphasised=emphasised)
            for cells, emphasised in stored["rows"]
        ),
        chart=chart and Chart(title=_read_parts(chart[0]), category_column=chart[1], value_column=chart[2]),
    )
