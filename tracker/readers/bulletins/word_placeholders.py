"""Places to fill in within the XML of a Word file: plain names in double braces, and nothing else of jinja."""

import re
from collections.abc import Iterator

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from jinja2 import Environment, TemplateError, nodes

PLACEHOLDERS = ("title", "document_number", "office", "issued_on", "use_level", "version_line", "body")

Fault = tuple[str, str]  # code, sentence

PLACE = re.compile(r"(?<!\{)\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}(?!\})")
_ANY_SYNTAX = re.compile(r"\{\{.*?\}\}|\{[{%#]|[}%#]\}", re.DOTALL)
_WIDE_BRACES = re.compile("｛\\s*｛|｝\\s*｝")
_SHOWN = 60


def paragraph_text(paragraph: BaseOxmlElement) -> str:
    """The text of the paragraph itself, without that of text boxes anchored in it."""
    return "".join(
        each.text or "" for each in paragraph.iter(qn("w:t")) if next(each.iterancestors(qn("w:p"))) is paragraph
    )


def names_in(text: str) -> list[str]:
    """
    >>> names_in("{{ office }}文件 {{title}}")
    ['office', 'title']
    """
    return PLACE.findall(text)


def text_faults(text: str) -> Iterator[Fault]:
    """What is wrong with the placeholders of one paragraph, each named."""
    for name in names_in(text):
        if name not in PLACEHOLDERS:
            yield "unknown", f"不认识的占位符“{name}”。可用的有：{'、'.join(PLACEHOLDERS)}。"
    rest = PLACE.sub("", text)
    for found in _ANY_SYNTAX.finditer(rest):
        shown = found[0] if len(found[0]) > 2 else rest.strip()
        yield (
            "syntax",
            f"“{shown[:_SHOWN]}”不是占位符：只能写一个名字，如 {{{{ title }}}}，不能有语句、运算、过滤或属性。",
        )
    if _WIDE_BRACES.search(text):
        yield "syntax", f"“{text.strip()[:_SHOWN]}”用了全角花括号，占位符须用半角，如 {{{{ title }}}}。"


def is_plain(source: str) -> bool:
    """Whether jinja would do nothing with this source but put texts in the place of known names. It is not run."""
    try:
        tree = Environment().parse(source)  # noqa: S701 — parsed, never rendered
    except (TemplateError, RecursionError):
        return False
    return all(isinstance(each, nodes.Output) and all(map(_is_place, each.nodes)) for each in tree.body)


def _is_place(node: nodes.Node) -> bool:
    return isinstance(node, nodes.TemplateData) or (isinstance(node, nodes.Name) and node.name in PLACEHOLDERS)
