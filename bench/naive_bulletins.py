"""The peer of `bulletins`: python-docx as its guide shows it, a table filled cell by cell."""

import io

import docx

from tracker.domain.bulletins.document import Document, Paragraph, text_of


def word_by_cells(document: Document) -> bytes:
    """The same texts and tables in one Word file, without any layout."""
    word = docx.Document()
    word.add_heading(text_of(document.title))
    for section in document.sections:
        word.add_heading(text_of(section.title), 2)
        for block in section.blocks:
            if isinstance(block, Paragraph):
                word.add_paragraph(text_of(block.parts))
                continue
            table = word.add_table(rows=1, cols=len(block.columns))
            for column, heading in enumerate(block.columns):
                table.cell(0, column).text = text_of(heading.title)
            for row in block.rows:
                cells = table.add_row().cells
                for column, cell in enumerate(row.cells):
                    cells[column].text = text_of(cell)
    output = io.BytesIO()
    word.save(output)
    return output.getvalue()
