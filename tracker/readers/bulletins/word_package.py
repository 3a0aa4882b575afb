"""Before a Word file from outside is parsed: is it one, and can it do harm?

It is unpacked with limits, whatever sizes it promises, and nothing it refers to is ever fetched.
"""

import zlib
from io import BytesIO
from typing import NoReturn
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from tracker.readers.bulletins.word_errors import TemplateError

MEGABYTE = 1 << 20
LARGEST_FILE = 5 * MEGABYTE
LARGEST_UNPACKED = 40 * MEGABYTE
LARGEST_XML = 4 * MEGABYTE
MOST_ENTRIES = 1_000
CHUNK = 1 << 16

OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
CONTENT_TYPES, DOCUMENT = "[Content_Types].xml", "word/document.xml"
SAVE_AS = "请在 Word、WPS 或 LibreOffice 中另存为 .docx（不设密码、不带宏）后再上传。"


def unpacked(content: bytes) -> dict[str, bytes]:
    """The parts of a .docx by name; raises `TemplateError` for anything else."""
    _check_kind(content)
    try:
        with ZipFile(BytesIO(content)) as package:
            entries = package.infolist()
            _check_entries(entries)
            return _parts(package, entries)
    except (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise damaged() from error


def damaged() -> TemplateError:
    return TemplateError("damaged", f"文件已损坏或不完整，不能按 Word 文档（.docx）读取。{SAVE_AS}")


def _parts(package: ZipFile, entries: list[ZipInfo]) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    left = LARGEST_UNPACKED
    for entry in entries:
        is_xml = entry.filename.lower().endswith((".xml", ".rels"))
        part = _limited(package, entry, min(left, LARGEST_XML) if is_xml else left)
        left -= len(part)
        if is_xml:
            _check_xml(part)
        parts[entry.filename] = part
    return parts


def _limited(package: ZipFile, entry: ZipInfo, limit: int) -> bytes:
    content = bytearray()
    with package.open(entry) as file:
        while chunk := file.read(CHUNK):
            content += chunk
            if len(content) > limit:
                raise _too_large()
    return bytes(content)


def _check_kind(content: bytes) -> None:
    if not content:
        raise TemplateError("not_a_docx", "文件是空的。请选择 .docx 文件再上传。")
    if len(content) > LARGEST_FILE:
        raise _too_large()
    if content.startswith(OLE2):
        if ENCRYPTED_STREAM in content:
            raise TemplateError("password", f"文件设了打开密码，系统不能读取。{SAVE_AS}")
        raise TemplateError("not_a_docx", f"文件是旧版 .doc 或其他 Office 格式。{SAVE_AS}")
    if not content.startswith(b"PK"):
        raise TemplateError("not_a_docx", f"文件不是 Word 文档（.docx）。{SAVE_AS}")


def _check_entries(entries: list[ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if any(entry.flag_bits & 1 for entry in entries):
        raise TemplateError("password", f"文件设了密码，系统不能读取。{SAVE_AS}")
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise _too_large()
    if CONTENT_TYPES not in names or DOCUMENT not in names:
        raise TemplateError("not_a_docx", f"文件不是 Word 文档（.docx）。{SAVE_AS}")
    # The same name twice is read as one part by us and as another by Word.
    if len({name.lower() for name in names}) < len(names):
        raise damaged()
    if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
        raise damaged()


def _check_xml(content: bytes) -> None:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_definitions
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise damaged() from error


def _refuse_definitions(*_: object) -> NoReturn:
    raise TemplateError("unsafe", f"文件含有 XML 实体定义，正常的 Word 文档没有，系统不读取。{SAVE_AS}")


def _too_large() -> TemplateError:
    return TemplateError(
        "too_large",
        f"文件过大：最大 {LARGEST_FILE // MEGABYTE} MB，展开后最大 {LARGEST_UNPACKED // MEGABYTE} MB，"
        f"其中文字部分最大 {LARGEST_XML // MEGABYTE} MB。请去掉大图和多余的内容后再上传。",
    )
