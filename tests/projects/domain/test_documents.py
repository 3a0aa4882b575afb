"""Which files are taken: by content, not by name."""

import zipfile
from io import BytesIO

import pytest

from projects.domain.documents import MAX_DOCUMENT, document_fault, safe_name


def archive(*parts: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as written:
        for part in parts:
            written.writestr(part, "x")
    return buffer.getvalue()


PDF, PNG, JPG = b"%PDF-1.7 x", b"\x89PNG\r\n\x1a\nx", b"\xff\xd8\xff\xe0x"
DOCX, XLSX, OFD = archive("word/document.xml"), archive("xl/workbook.xml"), archive("OFD.xml")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("批复.pdf", PDF),
        ("批复.PDF", PDF),
        ("a.png", PNG),
        ("a.jpg", JPG),
        ("a.jpeg", JPG),
        ("a.docx", DOCX),
        ("a.xlsx", XLSX),
        ("a.ofd", OFD),
        ("a.zip", archive("x.txt")),
    ],
)
def test_taken(name: str, content: bytes) -> None:
    assert document_fault(name, content) == ""


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.exe", PDF, "只收"),
        ("批复", PDF, "只收"),
        ("a.html.", PDF, "只收"),
        ("a.pdf", b"<html>", "内容不是 pdf"),
        ("a.png", JPG, "内容不是 png"),
        ("a.docx", XLSX, "内容不是 docx"),
        ("a.ofd", archive("x"), "内容不是 ofd"),
        ("a.zip", b"PK\x03\x04 cut", "已损坏"),
        ("a.xlsx", archive("xl/workbook.xml", "xl/vbaProject.bin"), "宏"),
        ("a.pdf", b"", "空"),
        ("a.pdf", PDF.ljust(MAX_DOCUMENT + 1), "超过 10 MB"),
        (f"{'长' * 200}.pdf", PDF, "文件名最多"),
    ],
)
def test_refused(name: str, content: bytes, word: str) -> None:
    assert word in document_fault(name, content)


def test_the_largest_is_taken() -> None:
    assert document_fault("a.pdf", PDF.ljust(MAX_DOCUMENT)) == ""


def test_a_name_is_no_path() -> None:
    assert safe_name("..\\..\\etc/批\r\n复.pdf") == "批复.pdf"
