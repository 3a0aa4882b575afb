"""The finished file: its properties, and bytes that are the same for the same input."""

from datetime import UTC, date, datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document as WordDocument

from tracker.writers.bulletins.word_text import printable

# A draft has no date of its own, and the moment of writing would change the bytes.
DRAFT_DAY = date(2000, 1, 1)
_LONGEST_PROPERTY = 255
_UNIX = 3


def set_properties(document: WordDocument, title: str, office: str, issued_on: date | None) -> None:
    """Title, author and dates; what the template said of itself is gone."""
    moment = datetime.combine(issued_on or DRAFT_DAY, time(), UTC)
    properties = document.core_properties
    properties.title = " ".join(printable(title).split())[:_LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = " ".join(printable(office).split())[:_LONGEST_PROPERTY]
    properties.created = properties.modified = moment
    properties.revision = 1
    properties.comments = properties.subject = properties.keywords = ""


def packed(document: WordDocument) -> bytes:
    """The document as a file, with the library's moment of packing replaced by a fixed one."""
    written, fixed = BytesIO(), BytesIO()
    document.save(written)
    with ZipFile(written) as source, ZipFile(fixed, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name)  # carries 1 January 1980
            entry.compress_type, entry.create_system = ZIP_DEFLATED, _UNIX
            target.writestr(entry, source.read(name))
    return fixed.getvalue()
