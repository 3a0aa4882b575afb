"""A bulletin in Word, laid out by GB/T 9704; the fonts (仿宋, 小标宋, 黑体, 楷体) are named and not bundled."""

import io
import zipfile
from datetime import datetime
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tracker.domain.bulletins.document import Block, Document, Paragraph, Table, text_of
from tracker.domain.bulletins.imprint import Imprint
from tracker.writers.bulletins.ordinals import imprint_lines, ordinal
from tracker.writers.bulletins.word_tables import table_element
from tracker.writers.bulletins.word_template import day_text, filled_template, in_place_of_body

TITLE_FONT, BODY_FONT, HEADING_FONT, TABLE_TITLE_FONT = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
TITLE_SIZE, BODY_SIZE, NOTE_SIZE, PAGE_NUMBER_SIZE = Pt(22), Pt(16), Pt(12), Pt(14)
LINE = Pt(28.95)  # 22 lines in 225 mm
MADE = datetime(2026, 1, 1)  # noqa: DTZ001 — a constant, so that the same bulletin gives the same bytes
ZIP_TIME = (2026, 1, 1, 0, 0, 0)


def bulletin_word(document: Document, imprint: Imprint, template: bytes | None = None) -> bytes:
    """The file as bytes, the same for the same input. `template` is an office's own .docx with places to fill in."""
    title = text_of(document.title)
    lines = imprint_lines(imprint.is_draft, imprint.use_level, imprint.version, imprint.reason)
    if template is None:
        word = docx.Document()
        _set_page(word)
        _add_line(word, title, TITLE_FONT, TITLE_SIZE, ALIGN.CENTER)
        for line in lines:
            _add_line(word, line, TABLE_TITLE_FONT, BODY_SIZE, ALIGN.CENTER)
        _add_text(word, document)
        _add_line(word, imprint.office, BODY_FONT, BODY_SIZE, ALIGN.RIGHT, keep=True)
        _add_line(word, day_text(imprint), BODY_FONT, BODY_SIZE, ALIGN.RIGHT)
    else:
        word = filled_template(template, title=title, imprint=imprint, lines=lines)
        with in_place_of_body(word):
            _add_text(word, document)
    properties = word.core_properties
    properties.title, properties.author = _printable(title)[:200], imprint.office[:200]
    properties.created = properties.modified = MADE
    return _deterministic(word)


def _add_text(word: WordDocument, document: Document) -> None:
    for number, section in enumerate(document.sections, start=1):
        heading = f"{ordinal(number)}、{text_of(section.title)}"
        _add_line(word, heading, HEADING_FONT, BODY_SIZE, keep=True, indent=True)
        for block in section.blocks:
            _add_block(word, block)
    for note in document.notes:
        _add_line(word, text_of(note.parts), BODY_FONT, NOTE_SIZE, indent=True)


def _set_page(word: WordDocument) -> None:
    """版心 156 × 225 mm; the first section carries it all."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    word.settings.odd_and_even_pages_header_footer = True
    grid = OxmlElement("w:docGrid")
    for name, value in (("w:type", "lines"), ("w:linePitch", "579")):
        grid.set(qn(name), value)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    section._sectPr.append(grid)
    _add_page_number(section.footer, ALIGN.RIGHT)
    _add_page_number(section.even_page_footer, ALIGN.LEFT)


def _add_page_number(footer: Any, align: Any) -> None:
    """— 1 —, at the outer edge, one character away from it."""
    paragraph = footer.paragraphs[0]
    paragraph.alignment = align
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = PAGE_NUMBER_SIZE
    _font(paragraph.add_run("— "), "宋体", PAGE_NUMBER_SIZE)
    run = paragraph.add_run()
    _font(run, "宋体", PAGE_NUMBER_SIZE)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    field.append(run._r)
    _font(paragraph.add_run(" —"), "宋体", PAGE_NUMBER_SIZE)


def _add_block(word: WordDocument, block: Block) -> None:
    if isinstance(block, Paragraph):
        _add_line(word, text_of(block.parts), BODY_FONT, BODY_SIZE, indent=True)
        return
    assert isinstance(block, Table)
    _add_line(word, text_of(block.title), TABLE_TITLE_FONT, BODY_SIZE, ALIGN.CENTER, keep=True)
    word.element.body.insert_element_before(table_element(block, BODY_FONT, HEADING_FONT), "w:sectPr")


def _add_line(
    word: WordDocument,
    text: str,
    font: str,
    size: Any,
    align: Any = None,
    *,
    indent: bool = False,
    keep: bool = False,
) -> None:
    paragraph = word.add_paragraph()
    layout = paragraph.paragraph_format
    layout.line_spacing, layout.space_before, layout.space_after = LINE, Pt(0), Pt(0)
    layout.keep_with_next = keep
    if align is not None:
        paragraph.alignment = align
    if indent:
        layout.first_line_indent = 2 * size
    _font(paragraph.add_run(_printable(text)), font, size)


def _font(run: Any, font: str, size: Any) -> None:
    run.font.name, run.font.size = font, size
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _printable(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(each for each in text if each in "\t\n" or (ord(each) >= 32 and each not in "\x7f\ufffe\uffff"))


def _deterministic(word: WordDocument) -> bytes:
    """The package with fixed times, so that its digest depends on its content alone."""
    written, output = io.BytesIO(), io.BytesIO()
    word.save(written)
    with zipfile.ZipFile(written) as package, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in package.namelist():
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(entry, package.read(name))
    return output.getvalue()
