"""Checking an office's Word template before it is stored: an intact .docx whose places are plain names we know."""

import io
import re
import zipfile
from collections.abc import Iterator

import docx
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import Environment, TemplateSyntaxError, nodes

PLACEHOLDERS = ("title", "document_number", "office", "issued_on", "use_level", "version_line", "body")
LARGEST_FILE, LARGEST_UNPACKED = 5 * 1024 * 1024, 50 * 1024 * 1024
BODY = re.compile(r"\{\{\s*body\s*\}\}")
XML_PARTS = re.compile(r"word/(document|header\d*|footer\d*)\.xml")


class TemplateError(Exception):
    """The file cannot serve as a template; `faults` are sentences for the person who uploads it."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("；".join(faults))
        self.faults = faults


def read_template(content: bytes) -> list[str]:
    """The placeholders of the template in order of their names; raises `TemplateError` with every fault."""
    if len(content) > LARGEST_FILE:
        raise TemplateError(["文件超过 5 MB，请去掉大图后再上传"])
    if broken := list(_package_faults(content)):
        raise TemplateError(broken)
    try:
        texts = list(_texts(content))
        lines = _body_lines(content)
    except Exception as error:  # whatever a damaged file makes the library stumble over
        raise TemplateError(["文件损坏，不能按 Word 文档（.docx）读取；请另存为 .docx 后再上传"]) from error
    faults: list[str] = []
    found: set[str] = set()
    for text in texts:
        faults += _expression_faults(text, found)
    faults += [
        f"不认识的占位符“{each}”，可用的有：{'、'.join(PLACEHOLDERS)}" for each in sorted(found - {*PLACEHOLDERS})
    ]
    bodies = sum(len(BODY.findall(text)) for text in texts)
    if bodies != 1:
        faults.append(f"正文占位符 {{{{ body }}}} 须有且只有一处，现有 {bodies} 处")
    elif not any(BODY.fullmatch(line.strip()) for line in lines):
        faults.append("正文占位符 {{ body }} 须独占一段，不在表格、页眉或文本框中，前后没有其他文字")
    if faults:
        raise TemplateError(list(dict.fromkeys(faults)))
    return sorted(found)


def _package_faults(content: bytes) -> Iterator[str]:
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        yield "是旧版 .doc 或加了密码的文件，请去掉密码并另存为 .docx"
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            if sum(each.file_size for each in entries) > LARGEST_UNPACKED:
                yield "解压后超过 50 MB，不能接受"
                return
            names = {each.filename for each in entries}
            if "word/document.xml" not in names:
                yield "不是 Word 文档（.docx）"
                return
            if any("vbaProject" in name for name in names):
                yield "含有宏，请另存为不含宏的 .docx"
            for name in names:
                if name.endswith(".rels") and _has_external(package.read(name)):
                    yield "含有指向外部的链接（图片或模板），请改为嵌入"
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        yield "不是 Word 文档（.docx），或文件已损坏"


def _has_external(relations: bytes) -> bool:
    """A link that Word follows by itself; a hyperlink waits for a click."""
    links = re.findall(rb"<Relationship\b[^>]*>", relations)
    return any(b'TargetMode="External"' in each and b"/hyperlink" not in each for each in links)


def _texts(content: bytes) -> Iterator[str]:
    """The source of every part a placeholder may stand in, with what is split over runs put together."""
    template = DocxTemplate(io.BytesIO(content))
    template.init_docx()
    yield re.sub(r"<[^>]+>", " ", template.patch_xml(template.get_xml()))
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _, part in template.get_headers_footers(uri):
            yield re.sub(r"<[^>]+>", " ", template.patch_xml(template.get_part_xml(part)))


def _body_lines(content: bytes) -> list[str]:
    body = docx.Document(io.BytesIO(content)).element.body
    return ["".join(text.text or "" for text in each.iter(qn("w:t"))) for each in body.iterchildren(qn("w:p"))]


def _expression_faults(text: str, found: set[str]) -> Iterator[str]:
    """Only `{{ name }}`: no statements, filters, attributes or calls, so that nothing of a file is ever executed."""
    try:
        tree = Environment().parse(text)  # noqa: S701 — parsed, never rendered
    except TemplateSyntaxError as error:
        yield f"占位符写法有误（{error.message}），应写作 {{{{ title }}}}"
        return
    for output in tree.body:
        parts = output.nodes if isinstance(output, nodes.Output) else [output]
        for each in parts:
            if isinstance(each, nodes.Name):
                found.add(each.name)
            elif not isinstance(each, nodes.TemplateData):
                yield "占位符只能是一个名字，如 {{ title }}，不能有语句、运算或属性"
