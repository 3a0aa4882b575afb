"""The paragraphs and tables of a bulletin, in order. Each text of the document is one paragraph or one cell."""

from docx.oxml.xmlchemy import BaseOxmlElement

from tracker.domain.bulletins.document import Document, Paragraph, Parts, Section, text_of
from tracker.domain.bulletins.imprint import Imprint
from tracker.writers.bulletins.ordinals import ordinal
from tracker.writers.bulletins.word_styles import (
    BODY,
    HEADING,
    MARK,
    NOTE,
    SIGNATURE,
    SIZE_3,
    SUBTITLE,
    TABLE_TITLE,
    TITLE,
    Style,
    style_id,
)
from tracker.writers.bulletins.word_table import table_element
from tracker.writers.bulletins.word_text import (
    DRAFT,
    issued_text,
    use_level_line,
    version_line,
    width_in_characters,
)
from tracker.writers.bulletins.word_xml import element, paragraph, run

Blocks = list[BaseOxmlElement]


def line(style: Style, *texts: str, extra: tuple[BaseOxmlElement, ...] = ()) -> BaseOxmlElement:
    """One paragraph, a run for each text."""
    return paragraph(style_id(style), *(run(text) for text in texts), extra=extra)


def mark_blocks(imprint: Imprint, *, use_level: bool) -> Blocks:
    """How far the bulletin may go, and that it is a draft."""
    marks = [use_level_line(imprint)] if use_level else []
    marks += [DRAFT] if imprint.is_draft else []
    return [line(MARK, text) for text in marks]


def title_blocks(document: Document, imprint: Imprint, *, title: bool, version: bool) -> Blocks:
    """Title, subtitle, the number of a corrected version and why there is one; then an empty line."""
    blocks = [line(TITLE, text_of(document.title))] if title else []
    blocks += [line(SUBTITLE, text_of(document.subtitle))] if document.subtitle else []
    blocks += [line(SUBTITLE, version_line(imprint))] if version and version_line(imprint) else []
    blocks += [line(SUBTITLE, f"更正原因：{imprint.reason}")] if imprint.reason else []
    return [*blocks, line(BODY)] if blocks else []


def section_blocks(document: Document, width: int) -> Blocks:
    """All sections with their ordinals; `width` of the text in twentieths of a point."""
    blocks: Blocks = []
    for number, section in enumerate(document.sections, start=1):
        blocks += _one_section(number, section, width)
    return blocks


def signature_blocks(imprint: Imprint) -> Blocks:
    """Office and date at the right, the date two characters further in than the office where it is the shorter one."""
    date = issued_text(imprint)
    longer = width_in_characters(imprint.office) - width_in_characters(date) - 2
    office_indent, date_indent = (2.0, 2 + longer) if longer >= 0 else (2 - longer, 2.0)
    return [
        line(BODY, extra=(element("w:keepNext"),)),
        line(SIGNATURE, imprint.office, extra=(element("w:keepNext"), _right_indent(office_indent))),
        line(SIGNATURE, date, extra=(_right_indent(date_indent),)),
    ]


def note_blocks(document: Document) -> Blocks:
    """附注 with its paragraphs, smaller."""
    if not document.notes:
        return []
    notes = [line(NOTE, text_of(note.parts)) for note in document.notes]
    return [line(NOTE), line(NOTE, "附注：", extra=(element("w:keepNext"),)), *notes]


def _one_section(number: int, section: Section, width: int) -> Blocks:
    blocks = [line(HEADING, f"{ordinal(number)}、", text_of(section.title))]
    for block in section.blocks:
        if isinstance(block, Paragraph):
            blocks.append(line(BODY, text_of(block.parts)))
        else:
            # The title is there even when it is empty: Word joins tables that touch.
            blocks += [_table_title(block.title), table_element(block, width)]
    return blocks


def _table_title(title: Parts) -> BaseOxmlElement:
    return line(TABLE_TITLE, text_of(title))


def _right_indent(characters: float) -> BaseOxmlElement:
    # Of a long name of an office as much as is left of the line.
    kept = min(characters, 14)
    return element("w:ind", {"w:rightChars": round(kept * 100), "w:right": round(kept * SIZE_3 * 10)})
