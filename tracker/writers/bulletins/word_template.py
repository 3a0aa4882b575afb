"""An office's own Word file, filled in: its page, its red head, its footers stay as they are."""

from dataclasses import dataclass
from io import BytesIO

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, meta
from jinja2.sandbox import SandboxedEnvironment

from tracker.domain.bulletins.document import Document, text_of
from tracker.domain.bulletins.imprint import Imprint
from tracker.writers.bulletins.word_page import TEXT_WIDTH
from tracker.writers.bulletins.word_text import issued_text, printable, version_line

# What takes the place of {{ body }} until the paragraphs and tables do; nobody types these characters.
_MARKER = "\ue000\ue001\ue000"
_DEFAULT_WIDTH = TEXT_WIDTH.twips


@dataclass(frozen=True, slots=True)
class FilledTemplate:
    """`marker` is the paragraph to be replaced; `in_body` and `anywhere` are the placeholders the office has used."""

    document: WordDocument
    marker: BaseOxmlElement
    in_body: frozenset[str]
    anywhere: frozenset[str]


def template_texts(document: Document, imprint: Imprint) -> dict[str, str]:
    """The text of every placeholder but {{ body }}."""
    texts = {
        "title": text_of(document.title),
        "document_number": imprint.document_number,
        "office": imprint.office,
        "issued_on": issued_text(imprint),
        "use_level": imprint.use_level,
        "version_line": version_line(imprint),
    }
    return {name: printable(text) for name, text in texts.items()}


def filled_template(content: bytes, document: Document, imprint: Imprint) -> FilledTemplate:
    """The template with its placeholders filled in; it has passed `read_template`, else jinja raises."""
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    template = DocxTemplate(BytesIO(content))
    anywhere = template.get_undeclared_template_variables(environment)
    body = template.patch_xml(template.get_docx() and template.get_xml())
    in_body = meta.find_undeclared_variables(environment.parse(body))
    template.render({**template_texts(document, imprint), "body": _MARKER}, environment, autoescape=True)
    filled: WordDocument = template.docx
    marker = next(each for each in filled.paragraphs if each.text.strip() == _MARKER)
    return FilledTemplate(filled, marker._p, frozenset(in_body), frozenset(anywhere))


def text_width(place: BaseOxmlElement) -> int:
    """The width of the text, in twentieths of a point, in the section where a paragraph of the body stands."""
    for each in (place, *place.itersiblings()):
        for section in (each,) if each.tag == qn("w:sectPr") else each.findall(f"{qn('w:pPr')}/{qn('w:sectPr')}"):
            return _width_of(section)
    return _DEFAULT_WIDTH


def _width_of(section: BaseOxmlElement) -> int:
    width = section.page_width, section.left_margin, section.right_margin
    if None in width or width[0] - width[1] - width[2] <= 0:
        return _DEFAULT_WIDTH
    return int((width[0] - width[1] - width[2]) / 635)
