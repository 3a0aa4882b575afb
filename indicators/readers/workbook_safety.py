"""Before a workbook from outside is parsed: is it one, and can it do harm?

Only the few parts that are needed are unpacked, each with a limit, and packed again for the parser. What else the file
carries (links to other files, pictures, other sheets) is never opened, and sizes that the file lies about do not count.
"""

import zlib
from collections.abc import Iterable
from io import BytesIO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

MEGABYTE = 1 << 20
MAX_FILE = 5 * MEGABYTE
MAX_ENTRIES = 1_000
MAX_UNPACKED = 60 * MEGABYTE
MAX_PART = 20 * MEGABYTE
# A sheet of empty rows shrinks to a fiftieth; only a bomb shrinks to less than this share.
MAX_RATIO = 200
CHUNK = 1 << 16

OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
MACROS = ("vbaproject.bin", "vbadata.xml")
CONTENT_TYPES = "[Content_Types].xml"
WORKBOOK = "xl/workbook.xml"

SAVE_AS = "请在 Excel、WPS 或 LibreOffice 中另存为 .xlsx（不设密码、不带宏）后再上传。"


class WorkbookRefusedError(Exception):
    """The file is not read at all; `code` says why, the message what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Package:
    """The entries of a workbook that passed the look at its table of contents."""

    def __init__(self, content: bytes) -> None:
        _check_kind(content)
        try:
            self._zip = ZipFile(BytesIO(content))
        except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise _damaged() from error
        _check_entries(self._zip.infolist(), len(content))

    def __contains__(self, name: str) -> bool:
        return name in self._zip.namelist()

    def part(self, name: str) -> bytes:
        """One part, unpacked with a limit and known to be XML without definitions of its own."""
        if name not in self:
            raise _damaged()
        content = self._unpacked(self._zip.getinfo(name))
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = _refuse_definitions
        parse(parser, content)
        return content

    def _unpacked(self, entry: ZipInfo) -> bytes:
        content = bytearray()
        try:
            with self._zip.open(entry) as file:
                # Read bit by bit: one large read unpacks all there is, whatever the size that was promised.
                while chunk := file.read(CHUNK):
                    content += chunk
                    if len(content) > MAX_PART:
                        raise _too_large()
        except (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
            raise _damaged() from error
        return bytes(content)


def parse(parser: expat.XMLParserType, content: bytes) -> None:
    """Run the parser over one part; what is no XML is a damaged file."""
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise _damaged() from error


def repacked(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A workbook of these parts only."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as package:
        for name, content in parts:
            package.writestr(name, content)
    return file.getvalue()


def _check_kind(content: bytes) -> None:
    if not content:
        raise WorkbookRefusedError("not_a_workbook", "文件是空的。请选择填好的 .xlsx 文件再上传。")
    if len(content) > MAX_FILE:
        raise _too_large()
    if content.startswith(OLE2):
        if ENCRYPTED_STREAM in content:
            raise WorkbookRefusedError("password", f"文件设了打开密码，系统不能读取。{SAVE_AS}")
        raise WorkbookRefusedError("not_a_workbook", f"文件是旧版 .xls 或其他 Office 格式。{SAVE_AS}")
    if not content.startswith(b"PK"):
        raise WorkbookRefusedError("not_a_workbook", f"文件不是 .xlsx 工作簿。{SAVE_AS}")


def _check_entries(entries: list[ZipInfo], size: int) -> None:
    names = [entry.filename.lower() for entry in entries]
    if any(entry.flag_bits & 1 for entry in entries):
        raise WorkbookRefusedError("password", f"文件设了密码，系统不能读取。{SAVE_AS}")
    if any(name.endswith(MACROS) or "/macrosheets/" in name for name in names):
        raise WorkbookRefusedError("macros", f"文件带有宏，系统不接收。{SAVE_AS}")
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * size + MEGABYTE:
        raise _too_large()
    if CONTENT_TYPES.lower() not in names or WORKBOOK not in names:
        raise WorkbookRefusedError("not_a_workbook", f"文件不是 .xlsx 工作簿。{SAVE_AS}")
    if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
        raise _damaged()


def _refuse_definitions(*_: object) -> None:
    raise WorkbookRefusedError("unsafe", f"文件含有 XML 实体定义，正常的工作簿没有，系统不读取。{SAVE_AS}")


def _too_large() -> WorkbookRefusedError:
    return WorkbookRefusedError(
        "too_large",
        f"文件过大：最大 {MAX_FILE // MEGABYTE} MB，展开后最大 {MAX_UNPACKED // MEGABYTE} MB。"
        "请删去多余的工作表、图片和空行，或重新下载模板填写。",
    )


def _damaged() -> WorkbookRefusedError:
    return WorkbookRefusedError("damaged", f"文件已损坏或不完整，不能读取。{SAVE_AS}")
