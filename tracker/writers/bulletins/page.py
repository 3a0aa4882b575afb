"""A bulletin as one HTML page that needs nothing else: no scripts, no requests."""

from typing import Any

from django.template.loader import render_to_string

from tracker.domain.bulletins.document import Block, Document, Paragraph, Section, text_of
from tracker.domain.bulletins.imprint import Imprint
from tracker.writers.bulletins.ordinals import imprint_lines, ordinal


def bulletin_page(document: Document, imprint: Imprint) -> str:
    """The whole page."""
    lines = imprint_lines(imprint.is_draft, imprint.use_level, imprint.version, imprint.reason)
    context = {"title": text_of(document.title), "imprint": imprint, "imprint_lines": lines, **_body(document)}
    return render_to_string("bulletins/page.html", context)


def bulletin_fragment(document: Document) -> str:
    """The sections alone, for a page of the admin."""
    return render_to_string("bulletins/body.html", _body(document))


def _body(document: Document) -> dict[str, Any]:
    sections = [(ordinal(number), _section(each)) for number, each in enumerate(document.sections, start=1)]
    return {"sections": sections, "notes": document.notes}


def _section(section: Section) -> dict[str, Any]:
    return {"title": section.title, "blocks": [_block(each) for each in section.blocks]}


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"parts": block.parts, "rows": None}
    numeric = [column.numeric for column in block.columns]
    rows = [(list(zip(row.cells, numeric, strict=True)), row.emphasised) for row in block.rows]
    return {"title": block.title, "columns": block.columns, "rows": rows}
