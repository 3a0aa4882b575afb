"""A bulletin made by hand with everything that can stand in one, and templates as an office would make them."""

from datetime import date
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from tracker.domain.bulletins.document import Column, Document, Name, Number, Paragraph, Row, Section, Table, Words
from tracker.domain.bulletins.imprint import Imprint

OFFICE = "湘潭市发展和改革委员会"
ISSUED = Imprint(office=OFFICE, use_level="内部", issued_on=date(2026, 11, 24), document_number="潭发改〔2026〕15号")
DRAFT = Imprint(office=OFFICE, use_level="内部", issued_on=None)
CORRECTED = Imprint(
    office=OFFICE, use_level="公开", issued_on=date(2027, 1, 5), version=2, reason="株洲市2026年上半年增速已更正"
)

AREAS = ("长沙市", "株洲市", "湘潭市", "衡阳市", "邵阳市", "湘西土家族苗族自治州")
FOCUS = "湘潭市"
ODD_NAMES = ("PM2.5平均浓度", 'R&D <投入> "强度"', "第一行\n第二行", "甲\x00乙\x1f丙", " 前后有空格 ", "单引号'和&amp;")


def number(text: str, digits: int = 1) -> Number:
    return Number(text, f"test/{text}", digits)


def growth_paragraph() -> Paragraph:
    return Paragraph(
        (
            number("2026", 0),
            Words("年上半年，"),
            Name(FOCUS),
            Words("地区生产总值"),
            number("1633.07", 2),
            Words("亿元，累计同比增长"),
            number("9.6"),
            Words("%，增速居全省第"),
            number("3", 0),
            Words("位，比“上年同期”前移"),
            number("2", 0),
            Words("位——列三甲。"),
        )
    )


def ranking_table() -> Table:
    """Six places: a focus row, a gap, a negative number."""
    titles = ("位次", "地区", "增速（%）", "较上期", "上年同期位次")
    columns = tuple(Column(title=(Name(title),), numeric=place != 1) for place, title in enumerate(titles))
    rows = []
    for place, area in enumerate(AREAS, start=1):
        growth = (Words("—"),) if place == 6 else (number(f"{11.5 - place * 2:.1f}"),)
        moved = (number("-2", 0),) if place == 4 else (Words("持平"),)
        cells = ((number(str(place), 0),), (Name(area),), growth, moved, (number("13", 0),))
        rows.append(Row(cells=cells, emphasised=area == FOCUS))
    rows.append(Row(cells=((Words("—"),), (Name("张家界市"),), (number("-0.5"),), (Words("—"),), (Words("—"),))))
    return Table(title=(Name("表1 各市州增速排名"),), columns=columns, rows=tuple(rows))


def long_table(columns: int = 8, rows: int = 122) -> Table:
    heads = tuple(Column(title=(Name(f"第{place}列指标名称"),), numeric=place > 1) for place in range(1, columns + 1))
    lines = []
    for row in range(1, rows + 1):
        cells = ((Name(f"第{row}县"),), *((number(f"{row * place}.{place}"),) for place in range(2, columns + 1)))
        lines.append(Row(cells=cells, emphasised=row == 7))
    return Table(title=(Words("各县市区情况"),), columns=heads, rows=tuple(lines))


def names_table() -> Table:
    columns = (Column(title=(Words("指标"),)), Column(title=(Words("数值"),), numeric=True))
    rows = tuple(Row(cells=((Name(name),), (number(f"{place}.25", 2),))) for place, name in enumerate(ODD_NAMES))
    return Table(title=(Name("PM2.5等 & <指标>"),), columns=columns, rows=rows)


def document(*, sections: int = 3) -> Document:
    """Three sections and, where more are asked for, as many as that with a short table each."""
    first = (
        Section(title=(Words("地区生产总值增速排名"),), blocks=(growth_paragraph(), ranking_table())),
        Section(title=(Name("PM2.5平均浓度"),), blocks=(names_table(), Paragraph((Words("表后一段。"),)))),
        Section(title=(Words("各县市区情况"),), blocks=(long_table(rows=60), ranking_table())),
    )
    more = tuple(
        Section(title=(Words("其他指标"),), blocks=(Paragraph((Words("见下表。"),)), ranking_table()))
        for _ in range(sections - len(first))
    )
    return Document(
        title=(Name("关于2026年上半年全省市州主要经济指标排名情况的通报"),),
        subtitle=(Words("（按公布数）"),),
        sections=first + more,
        notes=(
            Paragraph((Words("湘西土家族苗族自治州缺公布数，已接受缺口。"),)),
            Paragraph((Words("增速按可比价计算，"), Name("来源：《统计月报》第7期"), Words("。"))),
        ),
    )


def red_head(title: str | None = "{{ title }}", signature: bool = True) -> WordDocument:
    """The template of an office: red head, number, line, page and footer of its own."""
    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(30)
    section.footer.paragraphs[0].text = "{{ office }}　{{ use_level }}"
    section.header.paragraphs[0].text = "内部资料"
    head = _centred(word, "湘潭市发展和改革委员会文件", 36)
    head.runs[0].font.color.rgb = RGBColor(0xE0, 0, 0)
    split = _centred(word, "{{ docu", 16)
    split.add_run("ment_").bold = True
    split.add_run("number }}").font.size = Pt(16)
    _red_line(split)
    if title is not None:
        _centred(word, title, 22)
    _centred(word, "{{ version_line }}", 14)
    word.add_paragraph("{{ body }}")
    if signature:
        table = word.add_table(rows=1, cols=2)
        table.cell(0, 0).text, table.cell(0, 1).text = "{{ office }}", "{{ issued_on }}"
    word.add_paragraph("抄送：市委办、市政府办。")
    return word


def saved(word: WordDocument) -> bytes:
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def _centred(word: WordDocument, text: str, points: int):
    paragraph = word.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text).font.size = Pt(points)
    return paragraph


def _red_line(paragraph) -> None:
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "4"), ("color", "E00000")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().append(borders)
