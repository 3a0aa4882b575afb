"""The first sheet of a bulletin's workbook: title, imprint, the sections with links, and the notes."""

from collections.abc import Mapping

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tracker.domain.bulletins.document import Document, text_of
from tracker.domain.bulletins.imprint import Imprint
from tracker.writers.bulletins.ordinals import imprint_lines
from tracker.writers.bulletins.workbook_formats import LINE_HEIGHT, Formats, height_of
from tracker.writers.bulletins.workbook_names import cell_text, drawable

CONTENTS = "目录"
NOTES = "附注"
WIDTH = 88
TITLE_HEIGHT = 30
PAPER_A4 = 9


def write_contents(
    page: Worksheet, document: Document, imprint: Imprint, sections: Mapping[str, str], formats: Formats
) -> None:
    """One text a row; `sections` are the titles by the name of their sheet."""
    row = 0

    def write(text: str, look: Format, height: float = LINE_HEIGHT, *, link: str = "") -> None:
        nonlocal row
        text = cell_text(text)
        page.set_row(row, max(height, height_of(text, WIDTH, line=height)))
        if link:
            page.write_url(row, 0, link, look, string=drawable(text))
        else:
            page.write_string(row, 0, text, look)
        row += 1

    page.set_column(0, 0, WIDTH)
    write(text_of(document.title), formats.title, TITLE_HEIGHT)
    if document.subtitle:
        write(text_of(document.subtitle), formats.subtitle)
    for line in _imprint(imprint):
        write(line, formats.imprint)
    row += 1
    write(CONTENTS, formats.heading)
    for name, title in sections.items():
        quoted = name.replace("'", "''")
        write(title, formats.link, link=f"internal:'{quoted}'!A1")
    if document.notes:
        row += 1
        write(NOTES, formats.heading)
    for note in document.notes:
        write(text_of(note.parts), formats.paragraph)
    page.hide_gridlines(2)
    page.set_paper(PAPER_A4)
    page.fit_to_pages(1, 0)
    page.set_footer("&C第 &P 页，共 &N 页")


def _imprint(imprint: Imprint) -> list[str]:
    """Who issues it, when, and how far it may go."""
    day = imprint.issued_on
    date = [f"{day.year}年{day.month}月{day.day}日"] if day else []
    return [imprint.office, *date, *imprint_lines(imprint.is_draft, imprint.use_level, imprint.version, imprint.reason)]
