"""Texts of a Word bulletin that the document does not have: date, version; and what XML can hold of a text."""

import re
from datetime import date

from tracker.domain.bulletins.imprint import Imprint

DRAFT = "（拟稿，未签发）"

_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    r"""The text as the file holds it: each line end is "\n", characters that XML has no place for are left out.

    `word_texts` gives back exactly this, so compare with `printable(text_of(line.parts))`.

    >>> printable("PM2.5\x00 <a&b>\r\n第二行\x0b第三行")
    'PM2.5 <a&b>\n第二行\n第三行'
    """
    return _NOT_XML.sub("", _LINE_END.sub("\n", text))


def date_text(day: date) -> str:
    """成文日期 in Arabic digits, months and days without a leading zero.

    >>> date_text(date(2026, 3, 5))
    '2026年3月5日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def issued_text(imprint: Imprint) -> str:
    """The date, or that there is none yet."""
    return DRAFT if imprint.issued_on is None else date_text(imprint.issued_on)


def version_line(imprint: Imprint) -> str:
    """（更正稿，第2版）; empty for the first issue."""
    return f"（更正稿，第{imprint.version}版）" if imprint.version > 1 else ""


def use_level_line(imprint: Imprint) -> str:
    """使用范围：内部."""
    return f"使用范围：{imprint.use_level}"


def width_in_characters(text: str) -> float:
    """How many Chinese characters the text is wide; Latin letters and digits are half of one.

    >>> width_in_characters("2026年11月24日")
    7.0
    """
    return sum(0.5 if each.isascii() else 1 for each in text)
