"""Which files may be kept with a project: what they are is read from the content, never from the name alone."""

import zipfile
from io import BytesIO

MAX_DOCUMENT = 10 * 1024 * 1024
LONGEST_NAME = 200

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ofd": "application/ofd",
    "zip": "application/zip",
}
BEGINNINGS = {"pdf": b"%PDF-", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}
PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "ofd": "OFD.xml"}


def suffix_of(name: str) -> str:
    """
    >>> suffix_of("可研批复.PDF"), suffix_of("批复")
    ('pdf', '')
    """
    return name.rpartition(".")[2].lower() if "." in name else ""


def safe_name(name: str) -> str:
    """The last part of a path, without characters that print nothing.

    >>> safe_name("C:\\\\文件\\\\批复.pdf"), safe_name("../../a\\n.pdf")
    ('批复.pdf', 'a.pdf')
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(each for each in last if each.isprintable()).strip()


def document_fault(name: str, content: bytes) -> str:
    """Why a file is refused, in words; "" where it is not. Only the directory of an archive is read."""
    suffix = suffix_of(name)
    if suffix not in CONTENT_TYPES:
        return f"只收 {'、'.join(each for each in CONTENT_TYPES if each != 'jpeg')} 文件"
    if len(name) > LONGEST_NAME:
        return f"文件名最多 {LONGEST_NAME} 个字"
    if not content:
        return "文件是空的"
    if len(content) > MAX_DOCUMENT:
        return f"文件超过 {MAX_DOCUMENT // 1024 // 1024} MB"
    if suffix in BEGINNINGS:
        return "" if content.startswith(BEGINNINGS[suffix]) else f"内容不是 {suffix} 文件"
    return _archive_fault(suffix, content)


def _archive_fault(suffix: str, content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError):
        return f"内容不是 {suffix} 文件，或已损坏"
    if suffix in PARTS and PARTS[suffix] not in parts:
        return f"内容不是 {suffix} 文件"
    if suffix in ("docx", "xlsx") and any(part.lower().endswith("vbaproject.bin") for part in parts):
        return "文件含宏，不收"
    return ""
