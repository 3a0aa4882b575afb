"""The paragraph styles of a bulletin. Fonts are named as GB/T 9704 has them and not bundled.

A template of an office that has a style of the same name keeps its own: so an office can set its own look.
"""

from dataclasses import dataclass

from docx.document import Document as WordDocument
from docx.oxml.xmlchemy import BaseOxmlElement

from tracker.writers.bulletins.word_xml import element

TITLE_FONT = "方正小标宋简体"
BODY_FONT = "仿宋_GB2312"
HEADING_FONT = "黑体"
KAI_FONT = "楷体_GB2312"
PAGE_NUMBER_FONT = "宋体"

# Sizes in half points: 2号, 3号, 4号, 小四, 五号, 小五.
SIZE_2, SIZE_3, SIZE_4, SIZE_SMALL_4, SIZE_5, SIZE_SMALL_5 = 44, 32, 28, 24, 21, 18
# 22 lines in the 225 mm of the type area, in twentieths of a point.
LINE = 579
# 28 characters of 16 points in its 156 mm: each a quarter of a point closer.
TRACKING = -5


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """`line` is exact, in twentieths of a point; `first_line` counts characters; `level` is that of the outline."""

    name: str
    font: str
    size: int
    line: int = LINE
    align: str = "both"
    first_line: int = 0
    keep_next: bool = False
    level: int | None = None


TITLE = Style(name="通报标题", font=TITLE_FONT, size=SIZE_2, line=700, align="center", keep_next=True)
SUBTITLE = Style(name="通报副标题", font=KAI_FONT, size=SIZE_3, align="center")
MARK = Style(name="通报标识", font=HEADING_FONT, size=SIZE_3, align="left")
BODY = Style(name="通报正文", font=BODY_FONT, size=SIZE_3, first_line=2)
HEADING = Style(name="通报一级标题", font=HEADING_FONT, size=SIZE_3, first_line=2, keep_next=True, level=0)
TABLE_TITLE = Style(name="通报表题", font=KAI_FONT, size=SIZE_3, align="center", keep_next=True)
SIGNATURE = Style(name="通报落款", font=BODY_FONT, size=SIZE_3, align="right")
NOTE = Style(name="通报附注", font=BODY_FONT, size=SIZE_4, line=480, first_line=2)
CELL = Style(name="通报表格", font=BODY_FONT, size=SIZE_SMALL_4, line=340, align="left")
NARROW_CELL = Style(name="通报表格（多列）", font=BODY_FONT, size=SIZE_5, line=300, align="left")
TINY_CELL = Style(name="通报表格（很多列）", font=BODY_FONT, size=SIZE_SMALL_5, line=260, align="left")

STYLES = (TITLE, SUBTITLE, MARK, BODY, HEADING, TABLE_TITLE, SIGNATURE, NOTE, CELL, NARROW_CELL, TINY_CELL)


def style_id(style: Style) -> str:
    """The id in the file; the name is what people see."""
    return f"Bulletin{STYLES.index(style) + 1}"


def add_styles(document: WordDocument) -> dict[str, str]:
    """Add the styles that the document has not got; for one it has by name, say its id there by the id used here."""
    present = {each.name: each.style_id for each in document.styles}
    for style in STYLES:
        if style.name not in present:
            document.styles.element.append(_style_element(style))
    return {style_id(style): present[style.name] for style in STYLES if style.name in present}


def fonts(name: str) -> BaseOxmlElement:
    """One font for every kind of character; the hint gives “” and — the width of Chinese ones."""
    return element("w:rFonts", {"w:hint": "eastAsia", "w:ascii": name, "w:hAnsi": name, "w:eastAsia": name})


def size(half_points: int) -> tuple[BaseOxmlElement, BaseOxmlElement]:
    return element("w:sz", {"w:val": half_points}), element("w:szCs", {"w:val": half_points})


def _style_element(style: Style) -> BaseOxmlElement:
    # Not based on Normal: a template's spacing and indents must not leak in.
    return element(
        "w:style",
        {"w:type": "paragraph", "w:customStyle": 1, "w:styleId": style_id(style)},
        element("w:name", {"w:val": style.name}),
        element("w:qFormat"),
        element("w:pPr", None, *_paragraph_properties(style)),
        element("w:rPr", None, fonts(style.font), *_tracking(style), *size(style.size)),
    )


def _tracking(style: Style) -> tuple[BaseOxmlElement, ...]:
    """Said of the characters: programs other than Word take two places of the page's grid for one 3号 character."""
    if style.size != SIZE_3:
        return (element("w:snapToGrid", {"w:val": 0}),)
    return element("w:snapToGrid", {"w:val": 0}), element("w:spacing", {"w:val": TRACKING})


def _paragraph_properties(style: Style) -> list[BaseOxmlElement]:
    properties = [element("w:keepNext")] if style.keep_next else []
    # A page has 22 lines, whether a paragraph breaks after its first line or not.
    properties += [element("w:widowControl", {"w:val": 0})]
    properties += [element("w:snapToGrid", {"w:val": 0})]
    properties += [
        element("w:spacing", {"w:before": 0, "w:after": 0, "w:line": style.line, "w:lineRule": "exact"}),
        element(
            "w:ind",
            {
                "w:left": 0,
                "w:right": 0,
                "w:firstLineChars": style.first_line * 100,
                "w:firstLine": style.first_line * style.size * 10,
            },
        ),
        element("w:jc", {"w:val": style.align}),
    ]
    return properties + ([element("w:outlineLvl", {"w:val": style.level})] if style.level is not None else [])
