"""What stands in one cell of a return: a number, 0 included; “—” for no data; nothing yet; or something unreadable."""

import re
from dataclasses import dataclass
from decimal import Decimal

from indicators.domain.numbers import InvalidNumberError, parse_decimal, plain

ABSENT = "—"
MAX_LENGTH = 100
MAX_NOTE = 500

# Full-width forms and the minus sign of typesetting mean what their ordinary forms mean. Nothing else is replaced: by
# the compatibility forms of Unicode 10² would be 102.
_ORDINARY = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x2212: "-"}
# What comes along from web pages; marks of direction would turn the text behind them round.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_ABSENT_FORMS = re.compile(r"[-‐-―]{1,3}|…{1,2}|\.{3}")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class CellContent:
    """At most one of the three is set; none of them: the cell is blank. `unreadable` is kept as it was typed."""

    number: Decimal | None = None
    absent: bool = False
    unreadable: str = ""

    @property
    def blank(self) -> bool:
        return self.number is None and not self.absent and not self.unreadable

    def __str__(self) -> str:
        """The text that stands for the content on every wire and screen; reading it gives the content again."""
        if self.absent:
            return ABSENT
        return self.unreadable or plain(self.number) or ""


BLANK = CellContent()


def read_content(text: str) -> CellContent:
    """Read what somebody typed or pasted.

    Full-width characters count as their ordinary forms, blanks around are dropped, well-formed thousands separators
    and a percent sign behind the number are left out; nothing else is guessed. What is unreadable may be longer than
    `MAX_LENGTH`: who stores it, refuses it.

    >>> read_content("１,234.50").number, read_content("-").absent, read_content("约5").unreadable
    (Decimal('1234.50'), True, '约5')
    """
    ordinary = _ordinary(text)
    if not ordinary:
        return BLANK
    if _ABSENT_FORMS.fullmatch(ordinary):
        return CellContent(absent=True)
    number = ordinary.removesuffix("%").rstrip()
    if _THOUSANDS.fullmatch(number):
        number = number.replace(",", "")
    try:
        return CellContent(number=parse_decimal(number))
    except InvalidNumberError:
        return CellContent(unreadable=text.strip())


def _ordinary(text: str) -> str:
    return _INVISIBLE.sub("", text).translate(_ORDINARY).strip()


def content_fault(content: CellContent) -> str | None:
    """Why an unreadable cell cannot be a figure, in words; None for every other content."""
    if not content.unreadable:
        return None
    try:
        parse_decimal(_ordinary(content.unreadable))
    except InvalidNumberError as error:
        return str(error)
    return f"“{content.unreadable[:40]}”不能作为数字读取"
