"""Reading finished files back: what they say is compared with the document and the numbers it is bound to."""

from collections.abc import Iterable, Iterator, Mapping

from tracker.choices import FileFormat
from tracker.domain.bulletins.document import Document
from tracker.domain.bulletins.proof_lines import NumberBook
from tracker.domain.bulletins.proofreading import binding_faults, cell_faults, text_faults
from tracker.readers.bulletins.page import page_texts
from tracker.readers.bulletins.word import word_texts
from tracker.readers.bulletins.workbook import workbook_cells


class ProofReadingError(Exception):
    """A file does not say what its figures say; nothing is stored. `faults` names each place."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = list(faults)
        super().__init__("；".join(self.faults[:5]))


def proof_read(document: Document, book: NumberBook, files: Mapping[FileFormat, bytes]) -> None:
    """Compare every number of the finished files with its source; raises `ProofReadingError`."""
    faults = [each.message for each in binding_faults(document, book)]
    for format, content in files.items():
        faults += file_faults(document, book, format, content)
    if faults:
        raise ProofReadingError(faults)


def file_faults(document: Document, book: NumberBook, format: str, content: bytes) -> Iterator[str]:
    """What one file says otherwise."""
    if format == FileFormat.WORKBOOK:
        faults = cell_faults(document, book, workbook_cells(content))
    else:
        texts = word_texts(content) if format == FileFormat.WORD else page_texts(content.decode())
        faults = text_faults(document, book, texts)
    return (each.message for each in faults)
