"""Files that are no Word documents, or that mean harm: refused in a sentence, without filling the memory."""

import random
import resource
import struct
import time
import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest

from tests.tracker.writers.bulletins.word_sample import red_head, saved
from tracker.readers.bulletins.word_package import LARGEST_FILE, MEGABYTE
from tracker.readers.bulletins.word_template import TemplateError, read_template

TEMPLATE = saved(red_head())
OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
DOCUMENT = "word/document.xml"


def refusal(content: bytes) -> str:
    with pytest.raises(TemplateError) as caught:
        read_template(content)
    assert all(fault.endswith("。") for fault in caught.value.faults)
    return caught.value.code


def part(name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(TEMPLATE)) as package:
        return package.read(name)


def rebuilt(changes: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The template with these parts changed or added."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(TEMPLATE)) as package, zipfile.ZipFile(file, "w", compression) as copy:
        for name, content in {**{name: package.read(name) for name in package.namelist()}, **changes}.items():
            copy.writestr(name, content)
    return file.getvalue()


@pytest.fixture(autouse=True)
def harmless() -> Iterator[None]:
    """Whatever the file: no noticeable time, no noticeable memory."""
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    yield
    assert time.monotonic() - started < 60
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400 * 1024


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_a_docx"),
        ("通报".encode(), "not_a_docx"),
        (b"PK", "damaged"),
        (b"PK\x03\x04" + bytes(100), "damaged"),
        (TEMPLATE[: len(TEMPLATE) // 2], "damaged"),
        (OLE2 + bytes(1000), "not_a_docx"),
        (OLE2 + bytes(99) + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK" + bytes(LARGEST_FILE), "too_large"),
    ],
)
def test_what_is_no_document(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_another_package_is_no_document() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", "<workbook/>")
    assert refusal(file.getvalue()) == "not_a_docx"


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "word/VBAPROJECT.BIN", "word/vbaData.xml"])
def test_macros_are_refused(name: str) -> None:
    assert refusal(rebuilt({name: b"<x/>"})) == "macros"


def test_a_docm_is_refused_without_its_macros_too() -> None:
    types = part("[Content_Types].xml")
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    assert plain in types
    macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    assert refusal(rebuilt({"[Content_Types].xml": types.replace(plain, macro)})) in ("macros", "damaged")


def test_an_encrypted_entry_is_a_password() -> None:
    content = bytearray(TEMPLATE)
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(content)) == "password"


@pytest.mark.parametrize("name", ["word/media/image1.png", "word/styles.xml"])
def test_a_bomb_that_says_its_size(name: str) -> None:
    assert refusal(rebuilt({name: bytes(300 * MEGABYTE)})) == "too_large"


def test_a_bomb_that_lies_about_its_size() -> None:
    bomb = 200 * MEGABYTE
    content = rebuilt({"word/media/image1.png": bytes(bomb)})
    real = struct.pack("<L", bomb)
    assert content.count(real) == 2
    assert refusal(content.replace(real, struct.pack("<L", 1_000))) in ("damaged", "too_large")


def test_a_text_too_long_to_be_a_template() -> None:
    assert refusal(rebuilt({"word/custom.xml": b"<x>" + b"a" * (5 * MEGABYTE) + b"</x>"})) == "too_large"


def test_thousands_of_entries() -> None:
    assert refusal(rebuilt({f"word/media/{number}": b"" for number in range(1_001)})) == "too_large"


@pytest.mark.parametrize("compression", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_compressions_that_no_office_program_uses(compression: int) -> None:
    assert refusal(rebuilt({}, compression)) == "damaged"


def test_a_part_that_is_there_twice() -> None:
    assert refusal(rebuilt({"word/Document.xml": b"<x/>"})) == "damaged"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", [DOCUMENT, "word/styles.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"])
def test_entities_are_refused_in_every_part(name: str, encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    assert refusal(rebuilt({name: xml.encode(encoding)})) == "unsafe"


@pytest.mark.parametrize("xml", [b"", b"<x/>", b"no xml", b"<a>" * 1000 + b"</a>" * 1000])
@pytest.mark.parametrize("name", [DOCUMENT, "word/_rels/document.xml.rels", "[Content_Types].xml"])
def test_parts_that_are_something_else(name: str, xml: bytes) -> None:
    assert refusal(rebuilt({name: xml})) in ("damaged", "no_body")


def test_broken_bytes_never_raise() -> None:
    """Files with bytes changed, packed tight and loose: each is read or refused."""
    chance, refused = random.Random(20261124), 0
    originals = [rebuilt({}), rebuilt({}, zipfile.ZIP_STORED)]
    for number in range(60):
        content = bytearray(originals[number % 2])
        for _ in range(chance.randint(1, 6)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        refused += _is_refused(bytes(content))
    assert refused > 20


def test_broken_xml_never_raises() -> None:
    """The same inside the text, where the checksums are right again."""
    chance, refused = random.Random(20261125), 0
    original = part(DOCUMENT)
    for _ in range(60):
        content = bytearray(original)
        for _ in range(chance.randint(1, 3)):
            start = chance.randrange(len(content))
            content[start : start + chance.randint(0, 4)] = chance.choice([b"", b"9", b'"', b"{", b">", b"}}", b"{%"])
        refused += _is_refused(rebuilt({DOCUMENT: bytes(content)}))
    assert refused > 20


def _is_refused(content: bytes) -> bool:
    try:
        read_template(content)
    except TemplateError as error:
        assert error.faults
        return True
    return False
