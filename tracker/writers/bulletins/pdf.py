"""A bulletin's page as PDF, where WeasyPrint and the system library it draws text with are installed."""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from importlib import import_module
from io import StringIO
from types import ModuleType

PACKAGES = "pip install -r requirements-pdf.txt"
LIBRARIES = "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
INSTEAD = "也可以打开 Word 文件另存为 PDF。"

# Each number's mark of its source is one more box to lay out, and nothing on paper shows it.
_NUMBER = re.compile(r'<span class="number"[^>]*>([^<]*)</span>')
_LIBRARY = re.compile(r"lib\w+-[\w.+-]*\w")


class PdfUnavailableError(Exception):
    """This installation makes no PDF; the message says what is missing and how to get it."""

    code = "pdf_unavailable"


def bulletin_pdf(page: str) -> bytes:
    """The page that `bulletin_page` made, on paper; raises `PdfUnavailableError`. Nothing is fetched for it."""
    weasyprint = _weasyprint()
    # No protocol is allowed: a page needs nothing, and what typed text might name is nobody's to fetch.
    nothing = weasyprint.URLFetcher(allowed_protocols=())
    with _collector_paused():
        return weasyprint.HTML(string=_NUMBER.sub(r"\1", page), url_fetcher=nothing).write_pdf()


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Laying out makes millions of objects that all stay: to look through them again and again is a quarter of it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _weasyprint() -> ModuleType:
    """Imported only here: it is an extra, and slow to load."""
    try:
        # Without its library it prints advice before it fails; ours comes with the error.
        with redirect_stdout(StringIO()):
            return import_module("weasyprint")
    except ImportError as error:
        missing = f"没有安装 Python 包 {error.name or 'weasyprint'}，请运行 {PACKAGES}"
        raise PdfUnavailableError(f"不能生成 PDF：{missing}；{INSTEAD}") from error
    except OSError as error:
        found = _LIBRARY.search(str(error))
        library = found[0] if found else "Pango"
        missing = f"系统缺少程序库 {library}，Debian 请运行 {LIBRARIES}"
        raise PdfUnavailableError(f"不能生成 PDF：{missing}；{INSTEAD}") from error
