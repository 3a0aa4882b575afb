"""Checking an office's Word template before it is stored: an intact .docx whose placeholders are plain names."""

from collections.abc import Iterator
from io import BytesIO

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from tracker.readers.bulletins.word_errors import TemplateError
from tracker.readers.bulletins.word_links import link_faults
from tracker.readers.bulletins.word_package import LARGEST_FILE, damaged, unpacked
from tracker.readers.bulletins.word_placeholders import (
    PLACE,
    PLACEHOLDERS,
    Fault,
    is_plain,
    names_in,
    paragraph_text,
    text_faults,
)

__all__ = ["LARGEST_FILE", "PLACEHOLDERS", "TemplateError", "read_template"]

_FILLED_IN = (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER, RELATIONSHIP_TYPE.FOOTNOTES)
_NOT_FILLED_IN = (RELATIONSHIP_TYPE.ENDNOTES, RELATIONSHIP_TYPE.COMMENTS)
_PROPERTIES = ("title", "subject", "comments", "author", "keywords", "identifier", "language", "category")
# What stands in a paragraph beside text and would vanish with it.
_OBJECTS = ("w:drawing", "w:pict", "w:object", "w:sectPr", "w:br", "w:fldChar", "w:fldSimple")


def read_template(content: bytes) -> list[str]:
    """The placeholders of the template, each once, in the order of `PLACEHOLDERS`.

    Raises `TemplateError` with every fault. Placeholders may stand in the text, in tables, text boxes, headers,
    footers and footnotes, and be split over runs; {{ body }} stands once and alone in a paragraph of the text, and
    {{ title }}, where the text has it, alone in its paragraph or cell, since it is read back as one text.
    """
    parts = unpacked(content)
    try:
        faults = list(link_faults(parts))
        document = docx.Document(BytesIO(content))
        roots = _roots(document)
        faults += [*_placeholder_faults(document, roots), *_other_faults(document)]
    except Exception as error:  # whatever a damaged file makes the library stumble over
        raise damaged() from error
    if not faults:
        faults = list(_filling_faults(content))
    if faults:
        raise TemplateError(faults[0][0], *dict.fromkeys(sentence for _, sentence in faults))
    found = {name for root in roots for text in _texts(root) for name in names_in(text)}
    return [name for name in PLACEHOLDERS if name in found]


def _roots(document: WordDocument) -> list[BaseOxmlElement]:
    """The text and every other part that is filled in."""
    return [document.element.body, *_related(document, _FILLED_IN)]


def _related(document: WordDocument, kinds: tuple[str, ...]) -> list[BaseOxmlElement]:
    return [parse_xml(each.target_part.blob) for each in document.part.rels.values() if each.reltype in kinds]


def _texts(root: BaseOxmlElement) -> Iterator[str]:
    return (paragraph_text(each) for each in root.iter(qn("w:p")))


def _placeholder_faults(document: WordDocument, roots: list[BaseOxmlElement]) -> Iterator[Fault]:
    for root in roots:
        for text in _texts(root):
            yield from text_faults(text)
    yield from _body_faults(roots)
    for paragraph in document.element.body.iter(qn("w:p")):
        text = paragraph_text(paragraph)
        if "title" in names_in(text) and not _title_is_alone(paragraph, text):
            yield "title_not_alone", "标题占位符 {{ title }} 在正文中须独占一段或一个单元格，不在文本框中。"


def _body_faults(roots: list[BaseOxmlElement]) -> Iterator[Fault]:
    count = sum(names_in(text).count("body") for root in roots for text in _texts(root))
    if count == 0:
        yield "no_body", "缺少正文占位符 {{ body }}：请在放正文的地方单独写一段 {{ body }}。"
    elif count > 1:
        yield "body_twice", f"正文占位符 {{{{ body }}}} 只能有一处，现有 {count} 处。"
    elif not any(_is_body_paragraph(each) for each in roots[0].findall(qn("w:p"))):
        yield (
            "body_not_alone",
            ("正文占位符 {{ body }} 须独占一段：前后没有文字、图片、域和分节符，不在表格、文本框、页眉页脚中。"),
        )


def _is_body_paragraph(paragraph: BaseOxmlElement) -> bool:
    place = PLACE.fullmatch(paragraph_text(paragraph).strip())
    objects = any(next(paragraph.iter(qn(tag)), None) is not None for tag in _OBJECTS)
    return place is not None and place[1] == "body" and not objects


def _title_is_alone(paragraph: BaseOxmlElement, text: str) -> bool:
    parent = paragraph.getparent()
    in_place = parent.tag == qn("w:body") or (parent.tag == qn("w:tc") and len(parent.findall(qn("w:p"))) == 1)
    return in_place and PLACE.fullmatch(text.strip()) is not None


def _other_faults(document: WordDocument) -> Iterator[Fault]:
    """Placeholders where nothing is filled in."""
    for root in _related(document, _NOT_FILLED_IN):
        if any(names_in(text) for text in _texts(root)):
            yield "wrong_place", "批注和尾注中不能有占位符。"
    properties = document.core_properties
    if any(mark in (getattr(properties, name) or "") for name in _PROPERTIES for mark in ("{{", "{%", "{#")):
        yield "wrong_place", "文档属性（标题、主题、作者等）中不能有占位符。"


def _filling_faults(content: bytes) -> Iterator[Fault]:
    """Looks at what the library makes of the file for jinja, and only if that is plain fills it in on trial."""
    try:
        template = DocxTemplate(BytesIO(content))
        template.init_docx()
        sources = [template.patch_xml(template.xml_to_string(root)) for root in _roots(template.docx)]
        if not all(map(is_plain, sources)):
            yield "syntax", "文件含有模板语句或不完整的占位符：只能写名字，如 {{ title }}，花括号须成对。"
            return
        environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
        template.render(dict.fromkeys(PLACEHOLDERS, "文字"), environment, autoescape=True)
        filled = BytesIO()
        template.save(filled)
        docx.Document(BytesIO(filled.getvalue()))
    except Exception:  # whatever a file that is odd in some other way makes the libraries stumble over
        yield "cannot_fill", "占位符不能填入：文件的结构不寻常，请把内容复制到一个新的 Word 文档后再试。"
