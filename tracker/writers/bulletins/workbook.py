"""A bulletin as a workbook: a sheet of contents, then one sheet a section with native charts.

Every text is written as a string, never as what it looks like: a name that starts with = is no formula.
"""

from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook

from tracker.domain.bulletins.document import Document, text_of
from tracker.domain.bulletins.imprint import Imprint
from tracker.writers.bulletins.ordinals import ordinal
from tracker.writers.bulletins.workbook_contents import CONTENTS, write_contents
from tracker.writers.bulletins.workbook_formats import FONT, Formats
from tracker.writers.bulletins.workbook_names import sheet_names
from tracker.writers.bulletins.workbook_section import SectionSheet

# The same bulletin gives the same bytes, whenever it is written.
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 the library wants it without a zone
OPTIONS = {"in_memory": True, "default_format_properties": {"font_name": FONT, "font_size": 11}}


def bulletin_workbook(document: Document, imprint: Imprint) -> bytes:
    """The workbook; the same document and imprint give the same bytes."""
    titles = [f"{ordinal(number)}、{text_of(each.title)}" for number, each in enumerate(document.sections, start=1)]
    names = sheet_names(titles, taken=(CONTENTS,))
    file = BytesIO()
    with Workbook(file, OPTIONS) as book:
        book.set_properties({"title": text_of(document.title), "author": imprint.office, "created": CREATED})
        formats = Formats(book)
        write_contents(book.add_worksheet(CONTENTS), document, imprint, dict(zip(names, titles, strict=True)), formats)
        for name, title, section in zip(names, titles, document.sections, strict=True):
            SectionSheet(book, book.add_worksheet(name), section, formats).write(title)
    return file.getvalue()
