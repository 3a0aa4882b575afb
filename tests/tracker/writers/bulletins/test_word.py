"""The Word file says every line of the document once and in order, in the layout of GB/T 9704."""

import re
import time
import zipfile
from dataclasses import replace
from datetime import datetime
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Length

from tests.tracker.writers.bulletins.word_sample import CORRECTED, DRAFT, FOCUS, ISSUED, OFFICE, document, long_table
from tracker.domain.bulletins.document import Document, Section, Table, Words, lines_of, text_of
from tracker.domain.bulletins.imprint import Imprint
from tracker.readers.bulletins.word import word_texts
from tracker.writers.bulletins.word import bulletin_word
from tracker.writers.bulletins.word_text import printable


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return package.read(name).decode()


def expected_texts(made: Document) -> list[str]:
    """Every line, the titles of the sections with their ordinals."""
    ordinals = iter("一二三")
    lines = [
        (next(ordinals) + "、" if re.fullmatch("第 [0-9]+ 部分标题", line.place) else "") + text_of(line.parts)
        for line in lines_of(made)
    ]
    return [printable(line) for line in lines]


@pytest.fixture(scope="module")
def issued() -> bytes:
    return bulletin_word(document(), ISSUED)


def test_every_line_comes_back_as_one_text_in_order(issued: bytes) -> None:
    texts, expected = word_texts(issued), expected_texts(document())
    assert len(expected) > 500
    assert texts[0] == "使用范围：内部"
    assert texts[1:3] == expected[:2]
    rest = texts[3:]
    notes = rest.index("附注：")
    assert rest[:notes] + rest[notes + 1 : -2] == expected[2:]
    assert rest[-2:] == [OFFICE, "2026年11月24日"]


def test_names_come_back_as_xml_can_hold_them(issued: bytes) -> None:
    texts = word_texts(issued)
    for name in ("PM2.5平均浓度", 'R&D <投入> "强度"', "第一行\n第二行", "甲乙丙", " 前后有空格 ", "单引号'和&amp;"):
        assert name in texts


def test_a_draft_says_so_at_the_top_and_in_the_place_of_the_date() -> None:
    texts = word_texts(bulletin_word(document(), DRAFT))
    assert texts[1] == texts[-1] == "（拟稿，未签发）"
    assert texts.count("（拟稿，未签发）") == 2
    assert not any("年11月" in text for text in texts)


def test_an_issued_one_says_nothing_of_drafts_or_versions(issued: bytes) -> None:
    assert not any("拟稿" in text or "更正" in text for text in word_texts(issued))


def test_a_corrected_version_says_which_and_why() -> None:
    texts = word_texts(bulletin_word(document(), CORRECTED))
    title = texts.index(text_of(document().title))
    assert texts[title + 2 : title + 4] == ["（更正稿，第2版）", "更正原因：株洲市2026年上半年增速已更正"]
    assert texts[0] == "使用范围：公开"
    assert texts[-1] == "2027年1月5日"


@pytest.mark.parametrize("imprint", [ISSUED, DRAFT, CORRECTED])
def test_the_same_input_gives_the_same_bytes(imprint: Imprint) -> None:
    first = bulletin_word(document(), imprint)
    assert first == bulletin_word(document(), imprint)
    with zipfile.ZipFile(BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_properties_say_what_it_is_and_when(issued: bytes) -> None:
    properties = docx.Document(BytesIO(issued)).core_properties
    assert properties.title == text_of(document().title)
    assert properties.author == properties.last_modified_by == OFFICE
    assert properties.created == properties.modified
    assert isinstance(properties.created, datetime)
    assert properties.created.date() == ISSUED.issued_on
    assert not properties.comments


def test_the_page(issued: bytes) -> None:
    word = docx.Document(BytesIO(issued))
    [section] = word.sections
    sizes = (section.page_width, section.page_height, section.top_margin, section.right_margin)
    assert [round(each.mm) for each in sizes] == [210, 297, 37, 26]
    assert [round(each.mm) for each in (section.bottom_margin, section.left_margin)] == [35, 28]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    pitch, space = int(grid.get(qn("w:linePitch"))), int(grid.get(qn("w:charSpace")))
    height = Length(section.page_height - section.top_margin - section.bottom_margin)
    width = Length(section.page_width - section.left_margin - section.right_margin)
    assert int(height.pt * 20 / pitch) == 22
    assert width.pt / (16 + space / 4096) == pytest.approx(28, abs=0.01)


@pytest.mark.parametrize(
    ("text", "font", "half_points"),
    [
        (text_of(document().title), "方正小标宋简体", 44),
        ("一、地区生产总值增速排名", "黑体", 32),
        ("表后一段。", "仿宋_GB2312", 32),
        ("表1 各市州增速排名", "楷体_GB2312", 32),
        ("湘西土家族苗族自治州缺公布数，已接受缺口。", "仿宋_GB2312", 28),
    ],
)
def test_fonts_are_named_for_every_script(issued: bytes, text: str, font: str, half_points: int) -> None:
    word = docx.Document(BytesIO(issued))
    paragraph = next(each for each in word.paragraphs if each.text == text)
    properties = paragraph.style.element.find(qn("w:rPr"))
    fonts = properties.find(qn("w:rFonts"))
    assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia")} == {font}
    assert properties.find(qn("w:sz")).get(qn("w:val")) == str(half_points)


def test_body_lines_are_exact_indented_and_28_fit(issued: bytes) -> None:
    word = docx.Document(BytesIO(issued))
    style = next(each for each in word.paragraphs if each.text == "表后一段。").style.element
    spacing, indent = style.find(f".//{qn('w:spacing')}[@{qn('w:line')}]"), style.find(f".//{qn('w:ind')}")
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("579", "exact")
    assert indent.get(qn("w:firstLineChars")) == "200"
    tracking = int(style.find(f"{qn('w:rPr')}/{qn('w:spacing')}").get(qn("w:val")))
    assert int((210 - 28 - 26) / 25.4 * 72 / (16 + tracking / 20)) == 28


def test_no_font_is_bundled(issued: bytes) -> None:
    with zipfile.ZipFile(BytesIO(issued)) as package:
        assert not [name for name in package.namelist() if name.endswith((".odttf", ".ttf", ".jpeg", ".png"))]


def test_page_numbers_stand_outside(issued: bytes) -> None:
    word = docx.Document(BytesIO(issued))
    assert word.settings.odd_and_even_pages_header_footer
    for footer, side in ((word.sections[0].footer, "right"), (word.sections[0].even_page_footer, "left")):
        [paragraph] = footer.paragraphs
        assert paragraph.text == "— 1 —"
        xml = paragraph._p.xml
        assert " PAGE " in xml
        assert f'<w:jc w:val="{side}"/>' in xml
        assert f'w:{side}Chars="100"' in xml
        assert set(re.findall('w:eastAsia="(.+?)"', xml)) == {"宋体"}
        assert set(re.findall('<w:sz w:val="(.+?)"', xml)) == {"28"}


def test_tables_are_as_wide_as_the_text_and_repeat_their_head(issued: bytes) -> None:
    word = docx.Document(BytesIO(issued))
    assert len(word.tables) == 4
    for table in word.tables:
        widths = [int(each.get(qn("w:w"))) for each in table._tbl.tblGrid]
        assert sum(widths) == round(156 / 25.4 * 1440)
        assert min(widths) > 400
        head, *rows = table._tbl.tr_lst
        assert head.find(f".//{qn('w:tblHeader')}") is not None
        assert not any(row.find(f".//{qn('w:tblHeader')}") is not None for row in rows)
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in (head, *rows))
        title = table._tbl.getprevious()
        style = next(each for each in word.styles if each.style_id == title.style)
        assert style.name == "通报表题"
        assert style.element.find(f".//{qn('w:keepNext')}") is not None


def test_rows_of_the_focus_are_bold_and_numbers_stand_right(issued: bytes) -> None:
    table = docx.Document(BytesIO(issued)).tables[0]
    bold = {row.cells[1].text for row in table.rows if all(run.bold for cell in row.cells for run in _runs(cell))}
    assert bold == {FOCUS}
    row = table.rows[3]
    sides = [cell._tc.find(f".//{qn('w:jc')}").get(qn("w:val")) for cell in row.cells]
    assert sides == ["right", "left", "right", "right", "right"]


def _runs(cell):
    return cell.paragraphs[0].runs


@pytest.mark.parametrize(("columns", "half_points"), [(2, 24), (6, 24), (7, 21), (9, 21), (10, 18), (16, 18)])
def test_more_columns_are_set_smaller(columns: int, half_points: int) -> None:
    made = Document(
        title=(Words("通报"),),
        sections=(Section(title=(Words("表"),), blocks=(long_table(columns=columns, rows=3),)),),
    )
    word = docx.Document(BytesIO(bulletin_word(made, ISSUED)))
    style = word.tables[0].rows[1].cells[0].paragraphs[0].style.element
    assert style.find(f".//{qn('w:sz')}").get(qn("w:val")) == str(half_points)


def test_an_empty_bulletin_and_an_empty_table_are_files_too() -> None:
    empty = Table(title=(), columns=long_table(columns=2).columns, rows=())
    made = Document(title=(Words("通报"),), sections=(Section(title=(Words("无"),), blocks=(empty, empty)),))
    assert word_texts(bulletin_word(made, ISSUED))[1:5] == ["通报", "一、无", "第1列指标名称", "第2列指标名称"]
    assert word_texts(bulletin_word(Document(title=(Words("通报"),)), DRAFT))[2:] == ["通报", OFFICE, DRAFT_TEXT]


DRAFT_TEXT = "（拟稿，未签发）"


@pytest.mark.parametrize(
    "office", ["市发改委", OFFICE, "湘潭市发展和改革委员会湘潭市统计局湘潭市财政局湘潭市税务局", "局"]
)
def test_offices_of_any_length_keep_inside_the_line(office: str) -> None:
    word = docx.Document(BytesIO(bulletin_word(document(), replace(ISSUED, office=office))))
    name, date = word.paragraphs[-2:]
    assert (name.text, date.text) == (office, "2026年11月24日")
    for each in (name, date):
        assert 200 <= int(each._p.pPr.find(qn("w:ind")).get(qn("w:rightChars"))) <= 1400


def test_a_long_bulletin_is_quick() -> None:
    """20 sections of 122 counties and 8 columns; written in about a second, the limit is for a busy machine."""
    table = long_table()
    made = Document(
        title=(Words("通报"),), sections=tuple(Section(title=(Words("表"),), blocks=(table,)) for _ in range(20))
    )
    started = time.process_time()
    content = bulletin_word(made, ISSUED)
    assert time.process_time() - started < 4
    assert sum(text == "第122县" for text in word_texts(content)) == 20


def test_thirty_sections_are_counted_in_chinese() -> None:
    texts = word_texts(bulletin_word(document(sections=30), ISSUED))
    assert [text for text in texts if re.fullmatch("[一二三四五六七八九十]+、.+", text)][-1] == "三十、其他指标"
    assert "十一、其他指标" in texts
