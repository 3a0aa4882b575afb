"""The page of GB/T 9704-2012: A4, a type area of 156 × 225 mm with 22 lines of 28 characters, numbers below it."""

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm

from tracker.writers.bulletins.word_styles import (
    BODY_FONT,
    LINE,
    PAGE_NUMBER_FONT,
    SIZE_3,
    SIZE_4,
    fonts,
    size,
)
from tracker.writers.bulletins.word_xml import element

TOP, RIGHT, BOTTOM, LEFT = Mm(37), Mm(26), Mm(35), Mm(28)
WIDTH, HEIGHT = Mm(210), Mm(297)
CHARACTERS_A_LINE = 28
# The number stands 7 mm below the type area, its line is 5 mm high.
FOOTER_DISTANCE = Mm(23)
TEXT_WIDTH = Length(WIDTH - LEFT - RIGHT)

# What a character gets less than its own width so that 28 fit, in 1/4096 points.
CHARACTER_SPACE = round((TEXT_WIDTH.pt / CHARACTERS_A_LINE - SIZE_3 / 2) * 4096)

_KEPT_STYLES = frozenset({"Normal", "DefaultParagraphFont", "TableNormal", "NoList"})
_LEFT_OUT = ("/thumbnail", "/stylesWithEffects", "/customXml", "/numbering")


def blank_document() -> WordDocument:
    """An empty document of the layout, without styles or pictures that a bulletin does not use."""
    document = docx.Document()
    for part in (document.part, document.part.package):
        for key in [key for key, each in part.rels.items() if each.reltype.endswith(_LEFT_OUT)]:
            part.rels.pop(key)
    _prepare_styles(document.styles.element)
    _prepare_page(document)
    return document


def _prepare_styles(styles: BaseOxmlElement) -> None:
    for each in styles.findall(qn("w:style")):
        if each.get(qn("w:styleId")) not in _KEPT_STYLES:
            styles.remove(each)
    # The grid reckons with the size of Normal.
    normal = next(each for each in styles.findall(qn("w:style")) if each.get(qn("w:styleId")) == "Normal")
    for tag in ("w:pPr", "w:rPr"):
        for each in normal.findall(qn(tag)):
            normal.remove(each)
    spacing = element("w:spacing", {"w:before": 0, "w:after": 0, "w:line": LINE, "w:lineRule": "exact"})
    normal.append(element("w:pPr", None, spacing))
    normal.append(element("w:rPr", None, fonts(BODY_FONT), *size(SIZE_3)))
    for each in styles.iter(qn("w:lang")):
        each.set(qn("w:eastAsia"), "zh-CN")


def _prepare_page(document: WordDocument) -> None:
    [section] = document.sections
    section.page_width, section.page_height = WIDTH, HEIGHT
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = TOP, RIGHT, BOTTOM, LEFT
    section.footer_distance = FOOTER_DISTANCE
    properties = section._sectPr
    for each in properties.findall(qn("w:docGrid")):
        properties.remove(each)
    grid = {"w:type": "linesAndChars", "w:linePitch": LINE, "w:charSpace": CHARACTER_SPACE}
    properties.append(element("w:docGrid", grid))
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        for each in list(footer._element):
            footer._element.remove(each)
        footer._element.append(_page_number(side))


def _page_number(side: str) -> BaseOxmlElement:
    """— 1 —, one character from the edge."""
    properties = element(
        "w:pPr",
        None,
        element("w:snapToGrid", {"w:val": 0}),
        element("w:spacing", {"w:before": 0, "w:after": 0, "w:line": 280, "w:lineRule": "exact"}),
        element("w:ind", {f"w:{side}Chars": 100, f"w:{side}": SIZE_4 * 10}),
        element("w:jc", {"w:val": side}),
    )
    field = [element("w:fldChar", {"w:fldCharType": kind}) for kind in ("begin", "separate", "end")]
    return element(
        "w:p",
        None,
        properties,
        _number_run(_literal("w:t", "— ")),
        _number_run(field[0]),
        _number_run(_literal("w:instrText", " PAGE ")),
        _number_run(field[1]),
        _number_run(_literal("w:t", "1")),
        _number_run(field[2]),
        _number_run(_literal("w:t", " —")),
    )


def _number_run(content: BaseOxmlElement) -> BaseOxmlElement:
    return element("w:r", None, element("w:rPr", None, fonts(PAGE_NUMBER_FONT), *size(SIZE_4)), content)


def _literal(tag: str, text: str) -> BaseOxmlElement:
    made = element(tag, {"xml:space": "preserve"})
    made.text = text
    return made
