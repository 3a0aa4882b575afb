"""What stands in one cell of a return: a number, 0 included; “—” for no data; nothing yet; or something unreadable."""

import re
from dataclasses import dataclass
from decimal import Decimal
from unicodedata import normalize

from indicators.domain.numbers import InvalidNumberError, parse_decimal, plain

ABSENT = "—"
MAX_LENGTH = 100
MAX_NOTE = 500

_ABSENT_FORMS = re.compile(r"[-‐-―−]{1,3}|…{1,2}|\.{3}")
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
    and a percent sign behind the number are left out; nothing else is guessed.

    >>> read_content("１,234.50").number, read_content("-").absent, read_content("约5").unreadable
    (Decimal('1234.50'), True, '约5')
    """
    typed = text.strip()
    if not typed:
        return BLANK
    plain_text = normalize("NFKC", typed).strip()
    if _ABSENT_FORMS.fullmatch(plain_text) or _ABSENT_FORMS.fullmatch(typed):
        return CellContent(absent=True)
    number = plain_text.removesuffix("%").rstrip()
    if _THOUSANDS.fullmatch(number):
        number = number.replace(",", "")
    try:
        return CellContent(number=parse_decimal(number))
    except InvalidNumberError:
        return CellContent(unreadable=typed[:MAX_LENGTH])


def content_fault(content: CellContent) -> str | None:
    """Why an unreadable cell cannot be a figure, in words; None for every other content."""
    if not content.unreadable:
        return None
    try:
        parse_decimal(normalize("NFKC", content.unreadable).strip().removesuffix("%"))
    except InvalidNumberError as error:
        return str(error)
    return f"“{content.unreadable}”不能作为数字读取"
