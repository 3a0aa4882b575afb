"""A bulletin as one HTML page that needs nothing else: no scripts, no requests."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from tracker.domain.bulletins.document import Block, Document, Paragraph, Parts, Table, text_of
from tracker.domain.bulletins.imprint import Imprint
from tracker.writers.bulletins.ordinals import imprint_lines, ordinal


def bulletin_page(document: Document, imprint: Imprint) -> SafeString:
    """The whole page; each line of the document is the text of one element, in reading order."""
    day = imprint.issued_on
    context = {
        "document": document,
        "title": text_of(document.title),
        "imprint": imprint,
        "imprint_lines": imprint_lines(imprint.is_draft, imprint.use_level, imprint.version, imprint.reason),
        "issued_on": f"{day.year}年{day.month}月{day.day}日" if day else "",
        **_body(document),
    }
    return render_to_string("bulletins/page.html", context)


def bulletin_fragment(document: Document) -> SafeString:
    """Sections and notes alone, for a page that shows the title itself."""
    return render_to_string("bulletins/body.html", _body(document))


def _body(document: Document) -> dict[str, Any]:
    sections = [
        (ordinal(number), section.title, [_block(each) for each in section.blocks])
        for number, section in enumerate(document.sections, start=1)
    ]
    return {"sections": sections, "notes": document.notes}


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"parts": block.parts, "rows": None}
    return {"title": block.title, "columns": block.columns, "rows": _rows(block)}


def _rows(table: Table) -> list[tuple[list[tuple[Parts, bool, bool]], bool]]:
    """Each row's cells, with whether they are numeric and whether they name the row, and whether it is emphasised."""
    numeric = [column.numeric for column in table.columns]
    # The first column of words names the row: a place before it does not.
    names = numeric.index(False) if False in numeric else None
    naming = [place == names for place in range(len(numeric))]
    return [(list(zip(row.cells, numeric, naming, strict=True)), row.emphasised) for row in table.rows]
