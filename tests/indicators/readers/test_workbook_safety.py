"""Files that are no workbooks, or that mean harm: refused in a sentence, quickly and without filling the memory."""

import random
import re
import resource
import struct
import time
import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest

from indicators.readers.return_workbook import read_return_workbook
from indicators.readers.workbook_safety import MAX_FILE, MEGABYTE
from indicators.writers.return_workbook import write_return_workbook
from tests.indicators.return_sheet_sample import faults, return_sheet

SHEET_PART = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"


def refusal(content: bytes) -> str:
    """The one code the whole file is refused with."""
    [(sheet, row, column, code)] = faults(content, return_sheet())
    assert (sheet, row, column) == ("", 0, "")
    return code


def rebuilt(changes: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The sample's workbook with these parts changed or added."""
    file = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(write_return_workbook(return_sheet()))) as original,
        zipfile.ZipFile(file, "w", compression) as copy,
    ):
        parts = {name: original.read(name) for name in original.namelist()}
        for name, content in {**parts, **changes}.items():
            copy.writestr(name, content)
    return file.getvalue()


def part(name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(write_return_workbook(return_sheet()))) as original:
        return original.read(name)


def with_cell(xml: str) -> bytes:
    sheet = part(SHEET_PART)
    assert b"</sheetData>" in sheet
    return rebuilt({SHEET_PART: sheet.replace(b"</sheetData>", xml.encode() + b"</sheetData>")})


@pytest.fixture(autouse=True)
def harmless() -> Iterator[None]:
    """Whatever the file: no noticeable time, no noticeable memory."""
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    yield
    assert time.monotonic() - started < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400 * 1024


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_a_workbook"),
        ("指标代码,地区代码\n".encode(), "not_a_workbook"),
        (b"PK", "damaged"),
        (b"PK\x03\x04" + bytes(100), "damaged"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1000), "not_a_workbook"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(99) + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK" + bytes(MAX_FILE), "too_large"),
    ],
)
def test_what_is_no_workbook(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_another_package_is_no_workbook() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<document/>")
    assert refusal(file.getvalue()) == "not_a_workbook"


def test_half_a_file_is_damaged() -> None:
    content = write_return_workbook(return_sheet())
    assert refusal(content[: len(content) // 2]) == "damaged"


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "xl/VBAPROJECT.BIN", "xl/macrosheets/sheet1.xml"])
def test_macros_are_refused(name: str) -> None:
    assert refusal(rebuilt({name: b"x"})) == "macros"


def test_an_encrypted_entry_is_a_password() -> None:
    content = bytearray(rebuilt({}))
    entry = content.index(b"PK\x01\x02")
    content[entry + 8] |= 1
    assert refusal(bytes(content)) == "password"


def test_a_bomb_that_says_its_size() -> None:
    assert refusal(rebuilt({STRINGS: bytes(300 * MEGABYTE)})) == "too_large"


def test_a_bomb_in_a_part_that_nobody_reads() -> None:
    assert refusal(rebuilt({"xl/media/image1.png": bytes(300 * MEGABYTE)})) == "too_large"


def test_a_small_bomb_is_known_by_its_ratio() -> None:
    assert refusal(rebuilt({"xl/media/image1.png": bytes(30 * MEGABYTE)})) == "too_large"


def test_thousands_of_entries() -> None:
    assert refusal(rebuilt({f"xl/media/{number}": b"" for number in range(1_001)})) == "too_large"


def test_a_bomb_that_lies_about_its_size() -> None:
    bomb = 300 * MEGABYTE
    content = rebuilt({STRINGS: bytes(bomb)})
    real = struct.pack("<L", bomb)
    assert content.count(real) == 2, "once in the entry, once in the table of contents"
    assert refusal(content.replace(real, struct.pack("<L", 1_000))) == "damaged"


@pytest.mark.parametrize("compression", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_compressions_that_no_spreadsheet_uses(compression: int) -> None:
    assert refusal(rebuilt({}, compression)) == "damaged"


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DEFINITIONS = f'<!DOCTYPE sst [<!ENTITY l0 "ha">{LAUGHS}]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", [STRINGS, SHEET_PART, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
def test_entities_are_refused_in_every_part(name: str, encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?>{DEFINITIONS}<sst><si><t>&l9;</t></si></sst>'
    assert refusal(rebuilt({name: xml.encode(encoding)})) == "unsafe"


def test_an_entity_from_outside_is_not_fetched() -> None:
    xml = b'<!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst><si><t>&x;</t></si></sst>'
    assert refusal(rebuilt({STRINGS: xml})) == "unsafe"


@pytest.mark.parametrize("address", ["A1048576", "XFD6", "XFD1048576"])
def test_a_cell_far_out_lays_out_no_room(address: str) -> None:
    assert refusal(with_cell(f'<row><c r="{address}"><v>1</v></c></row>')) == "too_large"


def test_an_empty_cell_far_out_is_only_a_format() -> None:
    assert faults(with_cell('<row r="1048576"><c r="XFD1048576" s="1"/></row>'), return_sheet()) == []


@pytest.mark.parametrize("address", ["", "5", "A0", "a7", "AAAA1", "A99999999"])
def test_a_cell_without_a_place(address: str) -> None:
    assert refusal(with_cell(f'<row><c r="{address}"><v>1</v></c></row>')) == "damaged"


@pytest.mark.parametrize("value", ["NaN", "inf", "1e999", "0x10", "1_000"])
def test_a_number_that_is_none(value: str) -> None:
    sheet = part(SHEET_PART)
    changed, count = re.subn(rb'<c r="J5" s="[0-9]+"/>', f'<c r="J5"><v>{value}</v></c>'.encode(), sheet)
    assert count == 1
    assert len(faults(rebuilt({SHEET_PART: changed}), return_sheet())) == 1


def test_a_string_that_does_not_exist() -> None:
    assert len(faults(with_cell('<row r="11"><c r="J11" t="s"><v>99999</v></c></row>'), return_sheet())) == 1


def test_links_to_other_files_are_not_followed() -> None:
    link = (
        b'<Relationships><Relationship Id="rId1" Target="http://127.0.0.1:9/x" TargetMode="External"/></Relationships>'
    )
    content = rebuilt(
        {"xl/externalLinks/_rels/externalLink1.xml.rels": link, "xl/externalLinks/externalLink1.xml": b"x"}
    )
    assert faults(content, return_sheet()) == []


def test_broken_bytes_never_raise() -> None:
    """Two hundred files with bytes changed, packed tight and loose: each is read or refused."""
    whole, chance = return_sheet(), random.Random(20261020)
    originals = [rebuilt({}), rebuilt({}, zipfile.ZIP_STORED)]
    refused = 0
    for number in range(200):
        content = bytearray(originals[number % 2])
        for _ in range(chance.randint(1, 6)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        refused += bool(read_return_workbook(bytes(content), expected=whole).faults)
    assert refused > 50


def test_broken_xml_never_raises() -> None:
    """The same inside the parts, where the checksums are right again."""
    whole, chance = return_sheet(), random.Random(20261021)
    for name in (SHEET_PART, STRINGS, "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"):
        original = part(name)
        for _ in range(60):
            content = bytearray(original)
            for _ in range(chance.randint(1, 3)):
                start = chance.randrange(len(content))
                content[start : start + chance.randint(0, 4)] = chance.choice(
                    [b"", b"9", b"-1", b'"', b"x", b">", b"99999"]
                )
            read = read_return_workbook(rebuilt({name: bytes(content)}), expected=whole)
            assert all(fault.message for fault in read.faults)
