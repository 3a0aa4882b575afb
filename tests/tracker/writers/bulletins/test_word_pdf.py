"""LibreOffice opens the files and prints every number."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.tracker.writers.bulletins.word_sample import CORRECTED, DRAFT, ISSUED, document, red_head, saved
from tracker.domain.bulletins.document import lines_of, text_of
from tracker.writers.bulletins.word import bulletin_word

TEMPLATE = saved(red_head())


def printed_pages(content: bytes, folder: Path) -> list[str]:
    """The text of every page; skips where the programs are missing."""
    for program in ("soffice", "pdftotext"):
        if shutil.which(program) is None:
            pytest.skip(f"NOT RUN: {program} is not installed")
    (folder / "bulletin.docx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    arguments = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*arguments, str(folder / "bulletin.docx")], check=True, capture_output=True, timeout=180)
    text = ["pdftotext", "-layout", str(folder / "bulletin.pdf"), "-"]
    return subprocess.run(text, check=True, capture_output=True, timeout=60).stdout.decode().split("\f")[:-1]


def numbers(text: str) -> list[str]:
    return sorted(re.findall(r"-?[0-9]+(?:\.[0-9]+)?", text))


@pytest.mark.parametrize(
    ("imprint", "template", "words"),
    [
        (ISSUED, None, "2026年11月24日"),
        (DRAFT, None, "（拟稿，未签发）"),
        (CORRECTED, None, "（更正稿，第2版）"),
        (ISSUED, TEMPLATE, "潭发改〔2026〕15号"),
    ],
)
def test_every_number_is_on_the_pages(imprint, template, words, tmp_path: Path) -> None:
    made = document()
    pages = printed_pages(bulletin_word(made, imprint, template), tmp_path)
    assert len(pages) >= 3
    whole = "".join("".join(pages).split())
    assert words in whole
    found = numbers("\n".join(pages))
    expected = numbers("\n".join(text_of(line.parts) for line in lines_of(made)))
    assert len(expected) > 500
    missing = [each for each in set(expected) if found.count(each) < expected.count(each)]
    assert missing == []


def test_pages_are_numbered_outside_and_heads_of_tables_repeat(tmp_path: Path) -> None:
    pages = printed_pages(bulletin_word(document(), ISSUED), tmp_path)
    for number, page in enumerate(pages, start=1):
        line = page.rstrip().splitlines()[-1]
        assert "".join(line.split()) == f"—{number}—"
        assert (len(line) - len(line.lstrip()) > 30) == (number % 2 == 1)
    assert sum("列指" in page for page in pages) >= 2
