"""A bulletin as a Word file: in the layout of GB/T 9704-2012, or inside the template of an office."""

from docx.oxml.ns import qn

from tracker.domain.bulletins.document import Document, text_of
from tracker.domain.bulletins.imprint import Imprint
from tracker.writers.bulletins.word_blocks import (
    Blocks,
    line,
    mark_blocks,
    note_blocks,
    section_blocks,
    signature_blocks,
    title_blocks,
)
from tracker.writers.bulletins.word_package import packed, set_properties
from tracker.writers.bulletins.word_page import TEXT_WIDTH, blank_document
from tracker.writers.bulletins.word_styles import NOTE, add_styles
from tracker.writers.bulletins.word_template import filled_template, text_width


def bulletin_word(document: Document, imprint: Imprint, template: bytes | None = None) -> bytes:
    """The file of a bulletin; the same input gives the same bytes.

    A `template` has passed `read_template`. What it has a placeholder for is not printed a second time: the title and
    the signature where {{ title }} and {{ issued_on }} stand in its text (not merely in a header or footer), the use
    level and the version where their placeholders stand anywhere. A draft says so at the top and where the date
    would be, and a corrected version gives its reason, whatever the template has.
    """
    if template is None:
        return _in_our_layout(document, imprint)
    return _in_template(document, imprint, template)


def _in_our_layout(document: Document, imprint: Imprint) -> bytes:
    word = blank_document()
    add_styles(word)
    blocks = [
        *mark_blocks(imprint, use_level=True),
        *title_blocks(document, imprint, title=True, version=True),
        *section_blocks(document, TEXT_WIDTH.twips),
        *note_blocks(document),
        *signature_blocks(imprint),
    ]
    section = word.element.body[-1]
    for block in blocks:
        section.addprevious(block)
    set_properties(word, text_of(document.title), imprint.office, imprint.issued_on)
    return packed(word)


def _in_template(document: Document, imprint: Imprint, template: bytes) -> bytes:
    filled = filled_template(template, document, imprint)
    own_title = "title" not in filled.in_body
    marks = mark_blocks(imprint, use_level="use_level" not in filled.anywhere)
    titles = title_blocks(document, imprint, title=own_title, version="version_line" not in filled.anywhere)
    blocks = [
        *(marks + titles if own_title else titles + marks),
        *section_blocks(document, text_width(filled.marker)),
        *note_blocks(document),
        *(signature_blocks(imprint) if "issued_on" not in filled.in_body else []),
    ]
    if not blocks or blocks[-1].tag == qn("w:tbl"):
        # After a table Word needs a paragraph, before the end and before another table.
        blocks.append(line(NOTE))
    _rename_styles(blocks, add_styles(filled.document))
    for block in blocks:
        filled.marker.addprevious(block)
    filled.marker.getparent().remove(filled.marker)
    set_properties(filled.document, text_of(document.title), imprint.office, imprint.issued_on)
    return packed(filled.document)


def _rename_styles(blocks: Blocks, theirs: dict[str, str]) -> None:
    """Use the office's own styles where it has made some under our names."""
    if not theirs:
        return
    for block in blocks:
        for style in block.iter(qn("w:pStyle")):
            style.set(qn("w:val"), theirs.get(style.get(qn("w:val")), style.get(qn("w:val"))))
