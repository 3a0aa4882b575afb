"""The texts of a bulletin's Word file, read back."""

import io

import docx
from docx.oxml.ns import qn


def word_texts(content: bytes) -> list[str]:
    """The text of every paragraph and cell of the body in reading order, empty ones left out.

    A section's title comes with the ordinal the writer gave it (一、标题).
    """
    body = docx.Document(io.BytesIO(content)).element.body
    texts = ("".join(text.text or "" for text in each.iter(qn("w:t"))) for each in body.iter(qn("w:p")))
    return [text for text in texts if text.strip()]
