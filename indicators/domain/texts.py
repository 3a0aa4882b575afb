"""Texts that people type."""


def plain_lines(text: str) -> str:
    """One kind of line break, so that a text reads the same after a form, a file and a spreadsheet.

    >>> plain_lines("a\\r\\nb\\rc")
    'a\\nb\\nc'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n")
