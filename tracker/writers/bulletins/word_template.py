"""An office's own Word file filled in: its red head, number and signature; the text takes the place of `{{ body }}`."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from tracker.domain.bulletins.imprint import Imprint

# A paragraph that holds this alone gives way to the text; nobody types it.
BODY_MARK = "\ue000正文\ue000"


def day_text(imprint: Imprint) -> str:
    day = imprint.issued_on
    return f"{day.year}年{day.month}月{day.day}日" if day else "（拟稿，未签发）"


def filled_template(template: bytes, *, title: str, imprint: Imprint, lines: list[str]) -> WordDocument:
    """The template with its places filled in and the mark where the text belongs; it was checked at its upload."""
    filled = DocxTemplate(io.BytesIO(template))
    filled.render(
        {
            "title": title,
            "document_number": imprint.document_number,
            "office": imprint.office,
            "issued_on": day_text(imprint),
            "use_level": imprint.use_level,
            "version_line": " ".join(lines),
            "body": BODY_MARK,
        },
        SandboxedEnvironment(undefined=StrictUndefined),
        autoescape=True,
    )
    return filled.docx


@contextmanager
def in_place_of_body(word: WordDocument) -> Iterator[None]:
    """What is added to the document inside goes where the mark stands, and the mark goes."""
    body: Any = word.element.body
    before = len(body)
    mark = next(each for each in body.iterchildren(qn("w:p")) if _text(each).strip() == BODY_MARK)
    yield
    added = [each for each in list(body)[before - 1 :] if each.tag != qn("w:sectPr")]
    for each in added:
        mark.addprevious(each)
    body.remove(mark)


def _text(paragraph: Any) -> str:
    return "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
