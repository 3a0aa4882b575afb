"""A bulletin's page on paper where that is installed, and one clear sentence where it is not."""

import gc
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import pytest

from tests.bulletin_documents import Book, sample_document
from tracker.domain.bulletins.document import lines_of, text_of
from tracker.domain.bulletins.imprint import Imprint
from tracker.writers.bulletins.page import bulletin_page
from tracker.writers.bulletins.pdf import PdfUnavailableError, bulletin_pdf

ROOT = Path(__file__).resolve().parents[4]
ISSUED = Imprint(office="湘潭市发展和改革委员会", use_level="公开", issued_on=date(2026, 11, 24))
PIP = "，请运行 pip install -r requirements-pdf.txt"
APT = "，Debian 请运行 apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
WORD = "；也可以打开 Word 文件另存为 PDF。"
NOT_FOUND = "cannot load library 'libpango-1.0-0': libpango-1.0-0: cannot open shared object file: No such file"
INSTALLED = find_spec("weasyprint") is not None and which("pdftotext") is not None


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A `weasyprint` that fails as the test writes it, in front of one that is installed."""
    before = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "weasyprint"}
    for name in before:
        del sys.modules[name]
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path / "weasyprint.py"
    sys.modules.update(before)


@pytest.mark.parametrize(
    ("content", "missing"),
    [
        ("raise ModuleNotFoundError(name='weasyprint')", f"没有安装 Python 包 weasyprint{PIP}"),
        ("raise ModuleNotFoundError(name='pydyf')", f"没有安装 Python 包 pydyf{PIP}"),
        (f"print('advice'); raise OSError({NOT_FOUND!r})", f"系统缺少程序库 libpango-1.0-0{APT}"),
        ("raise OSError('?')", f"系统缺少程序库 Pango{APT}"),
    ],
)
def test_what_is_missing_is_named(
    package: Path, content: str, missing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    package.write_text(content, encoding="utf-8")
    with pytest.raises(PdfUnavailableError) as caught:
        bulletin_pdf("<p>")
    assert str(caught.value) == f"不能生成 PDF：{missing}{WORD}"
    assert capsys.readouterr().out == ""


@pytest.mark.skipif(find_spec("weasyprint") is not None, reason="NOT RUN: weasyprint is installed")
def test_without_the_extra_the_sentence_comes() -> None:
    with pytest.raises(PdfUnavailableError, match="没有安装 Python 包 weasyprint"):
        bulletin_pdf(bulletin_page(sample_document(Book()), ISSUED))


def test_the_extra_is_named_with_all_it_pulls_in() -> None:
    lines = (ROOT / "requirements-pdf.txt").read_text(encoding="utf-8").splitlines()
    pinned = dict(line.split("==") for line in lines if "==" in line)
    base = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert {"weasyprint", "pydyf", "cffi", "tinycss2"} <= pinned.keys()
    assert not [name for name in pinned if f"\n{name}==" in base]


@pytest.mark.skipif(not INSTALLED, reason="NOT RUN: needs requirements-pdf.txt and pdftotext")
def test_the_paper_has_the_texts_of_the_page(tmp_path: Path) -> None:
    document = sample_document(Book())
    try:
        content = bulletin_pdf(bulletin_page(document, ISSUED) + "<img src='http://127.0.0.1:9/none.png'>")
    except PdfUnavailableError as error:
        pytest.skip(f"NOT RUN: {error}")
    assert gc.isenabled()
    (tmp_path / "bulletin.pdf").write_bytes(content)
    done = subprocess.run(["pdftotext", tmp_path / "bulletin.pdf", "-"], check=True, capture_output=True, timeout=60)
    read = "".join(done.stdout.decode().split())
    lines = ["".join(text_of(line.parts).split()) for line in lines_of(document)]
    assert len(lines) > 90
    assert not [line for line in lines if line not in read]
