"""Elements of WordprocessingML made directly: the library's own tables cost seconds for a long bulletin."""

from collections.abc import Mapping
from functools import lru_cache

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from tracker.writers.bulletins.word_text import printable

_name = lru_cache(maxsize=None)(qn)


def element(tag: str, attributes: Mapping[str, object] | None = None, *children: BaseOxmlElement) -> BaseOxmlElement:
    """An element with prefixed names, as in `element("w:jc", {"w:val": "center"})`."""
    made: BaseOxmlElement = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        made.set(_name(name), str(value))
    made.extend(children)
    return made


def run(text: str, *properties: BaseOxmlElement) -> BaseOxmlElement:
    """A run of text: line ends and tabs as Word has them, the rest literally."""
    made = element("w:r")
    if properties:
        made.append(element("w:rPr", None, *properties))
    for number, line in enumerate(printable(text).split("\n")):
        if number:
            made.append(element("w:br"))
        for place, piece in enumerate(line.split("\t")):
            if place:
                made.append(element("w:tab"))
            if piece:
                made.append(_text(piece))
    return made


def paragraph(style: str, *runs: BaseOxmlElement, extra: tuple[BaseOxmlElement, ...] = ()) -> BaseOxmlElement:
    """A paragraph of a style; `extra` are further properties in the schema's order."""
    properties = element("w:pPr", None, element("w:pStyle", {"w:val": style}), *extra)
    return element("w:p", None, properties, *runs)


def _text(text: str) -> BaseOxmlElement:
    made = element("w:t")
    if text != text.strip():
        made.set(_name("xml:space"), "preserve")
    made.text = text
    return made
