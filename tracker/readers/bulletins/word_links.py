"""What a Word file would fetch or run by itself when somebody opens it: macros, linked pictures, remote templates."""

import re
from collections.abc import Iterator, Mapping

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from tracker.readers.bulletins.word_package import CONTENT_TYPES, SAVE_AS

Fault = tuple[str, str]  # code, sentence

_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
_HYPERLINK = "/hyperlink"
_FETCHING_FIELDS = re.compile(r"^\s*(INCLUDEPICTURE|INCLUDETEXT|DDEAUTO|DDE|LINK|IMPORT|RD|DATABASE)\b", re.IGNORECASE)


def link_faults(parts: Mapping[str, bytes]) -> Iterator[Fault]:
    """Every macro, every relationship that leaves the file and every field that fetches something."""
    if b"macroenabled" in parts[CONTENT_TYPES].lower() or any(name.lower().endswith(_MACRO_PARTS) for name in parts):
        yield "macros", f"文件带有宏，系统不接收。{SAVE_AS}"
    for name, part in parts.items():
        if name.endswith(".rels"):
            yield from _outside(part)
        elif name.startswith("word/") and name.endswith(".xml"):
            yield from _fields(part)


def _outside(relationships: bytes) -> Iterator[Fault]:
    for each in parse_xml(relationships):
        if each.get("TargetMode", "").lower() == "external" and not each.get("Type", "").endswith(_HYPERLINK):
            yield "external", f"文件引用了外部内容“{each.get('Target', '')[:100]}”，请改为嵌入（超链接可以保留）。"


def _fields(part: bytes) -> Iterator[Fault]:
    root = parse_xml(part)
    simple = [each.get(qn("w:instr"), "") for each in root.iter(qn("w:fldSimple"))]
    complex_ = [
        "".join(each.text or "" for each in paragraph.iter(qn("w:instrText"))) for paragraph in root.iter(qn("w:p"))
    ]
    for instruction in simple + complex_:
        if found := _FETCHING_FIELDS.match(instruction):
            yield "external", f"文件含有从外部取内容的域“{found[1].upper()}”，请改为固定的文字或图片。"
