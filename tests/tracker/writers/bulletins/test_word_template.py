"""A bulletin inside an office's template: what is filled in, what is replaced, what stays."""

from dataclasses import replace
from io import BytesIO

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm

from tests.tracker.writers.bulletins.word_sample import CORRECTED, DRAFT, ISSUED, OFFICE, document, red_head, saved
from tracker.domain.bulletins.document import Document, Name, Words, lines_of, text_of
from tracker.readers.bulletins.word import word_texts
from tracker.readers.bulletins.word_template import PLACEHOLDERS, read_template
from tracker.writers.bulletins.word import bulletin_word
from tracker.writers.bulletins.word_template import template_texts
from tracker.writers.bulletins.word_text import printable

TITLE = text_of(document().title)


def filled(template: WordDocument, imprint=ISSUED, made: Document | None = None) -> bytes:
    content = saved(template)
    read_template(content)
    return bulletin_word(made or document(), imprint, content)


def opened(content: bytes) -> WordDocument:
    return docx.Document(BytesIO(content))


def test_what_is_checked_is_what_is_filled_in() -> None:
    assert {*template_texts(document(), ISSUED), "body"} == set(PLACEHOLDERS)


def test_a_template_with_everything() -> None:
    texts = word_texts(filled(red_head()))
    assert texts[:4] == ["湘潭市发展和改革委员会文件", "潭发改〔2026〕15号", TITLE, "（按公布数）"]
    assert texts[-3:] == [OFFICE, "2026年11月24日", "抄送：市委办、市政府办。"]
    assert texts.count(TITLE) == texts.count("2026年11月24日") == 1
    assert not any("{" in text or "\ue000" in text for text in texts)


def test_every_line_is_there_once_and_in_order() -> None:
    texts = [
        text.removeprefix("一、").removeprefix("二、").removeprefix("三、") for text in word_texts(filled(red_head()))
    ]
    lines = [printable(text_of(line.parts)) for line in lines_of(document())]
    rest = iter(texts)
    assert len(lines) > 500
    assert all(line in rest for line in lines)


def test_headers_and_footers_are_filled_in_and_the_page_stays() -> None:
    word = opened(filled(red_head()))
    section = word.sections[0]
    assert section.footer.paragraphs[0].text == f"{OFFICE}　内部"
    assert section.header.paragraphs[0].text == "内部资料"
    assert round(section.left_margin.mm) == 30
    assert "使用范围：内部" not in [each.text for each in word.paragraphs], "the footer says it"


def test_what_the_template_has_no_place_for_is_printed_by_us() -> None:
    template = docx.Document()
    template.add_paragraph("{{ body }}")
    texts = word_texts(filled(template, CORRECTED))
    assert texts[:5] == [
        "使用范围：公开",
        TITLE,
        "（按公布数）",
        "（更正稿，第2版）",
        "更正原因：株洲市2026年上半年增速已更正",
    ]
    assert texts[-2:] == [OFFICE, "2027年1月5日"]


def test_a_title_in_the_header_is_not_the_title_of_the_text() -> None:
    template = docx.Document()
    template.sections[0].header.paragraphs[0].text = "{{ title }}"
    template.add_paragraph("{{ body }}")
    content = filled(template)
    assert opened(content).sections[0].header.paragraphs[0].text == TITLE
    assert word_texts(content).count(TITLE) == 1


@pytest.mark.parametrize("template", [red_head(), red_head(None, signature=False)])
def test_a_draft_says_so_twice_in_any_template(template: WordDocument) -> None:
    texts = word_texts(filled(template, replace(DRAFT, document_number="")))
    assert texts.count("（拟稿，未签发）") == 2


def test_the_reason_of_a_correction_is_printed_in_any_template() -> None:
    texts = word_texts(filled(red_head(), CORRECTED))
    assert texts.count("（更正稿，第2版）") == 1
    assert "更正原因：株洲市2026年上半年增速已更正" in texts


def test_what_is_filled_in_is_never_markup_nor_jinja() -> None:
    made = replace(document(), title=(Name('<w:p/> & "{{ office }}" {% if x %}\x00'),))
    texts = word_texts(filled(red_head(), made=made))
    assert '<w:p/> & "{{ office }}" {% if x %}' in texts


def test_the_same_input_gives_the_same_bytes() -> None:
    content = saved(red_head())
    assert bulletin_word(document(), ISSUED, content) == bulletin_word(document(), ISSUED, content)


def test_tables_take_the_width_of_the_section_they_stand_in() -> None:
    template = docx.Document()
    template.sections[0].page_width, template.sections[0].left_margin = Mm(210), Mm(20)
    template.sections[0].right_margin = Mm(20)
    template.add_paragraph("{{ body }}")
    template.add_section(WD_SECTION.NEW_PAGE).left_margin = Mm(80)
    word = opened(filled(template))
    widths = [sum(int(each.get(qn("w:w"))) for each in table._tbl.tblGrid) for table in word.tables]
    assert widths
    assert all(abs(width - 170 / 25.4 * 1440) <= 2 for width in widths)
    assert len(word.sections) == 2


def test_styles_that_the_office_made_under_our_names_are_used() -> None:
    template = docx.Document()
    template.styles.add_style("通报正文", WD_STYLE_TYPE.PARAGRAPH).font.name = "Office Font"
    template.add_paragraph("{{ body }}")
    word = opened(filled(template))
    paragraph = next(each for each in word.paragraphs if each.text == "表后一段。")
    assert (paragraph.style.name, paragraph.style.font.name) == ("通报正文", "Office Font")
    assert len([each for each in word.styles if each.name == "通报正文"]) == 1


def test_a_table_at_the_end_is_followed_by_a_paragraph() -> None:
    template = docx.Document()
    template.add_paragraph("{{ body }}")
    template.add_table(rows=1, cols=1).cell(0, 0).text = "{{ issued_on }}"
    made = replace(document(), notes=(), title=(Words("通报"),))
    word = opened(filled(template, made=made))
    tables = list(word.element.body.iterchildren(qn("w:tbl")))
    assert len(tables) == 5
    assert all(table.getnext().tag == qn("w:p") for table in tables[:-1])
