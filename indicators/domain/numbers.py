"""Plain decimals in and out, and the one rounding there is: half up, at output."""

import re
from decimal import ROUND_HALF_UP, Decimal

from indicators.domain.exact import WIDE

INTEGER_DIGITS = 15
DECIMALS = 15
SIX = 6

_FORM = re.compile(r"-?([0-9]+)(?:\.([0-9]+))?")


class InvalidNumberError(ValueError):
    """The text is no plain decimal within 15 + 15 digits; `code` is `not_a_number` or `too_many_digits`."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def parse_decimal(text: str) -> Decimal:
    """Read a plain decimal, optional minus and all digits kept; surrounding blanks are the caller's to strip.

    >>> parse_decimal("-12.50")
    Decimal('-12.50')
    """
    match = _FORM.fullmatch(text)
    if match is None:
        raise InvalidNumberError(
            "not_a_number", f"“{text[:40]}”不是普通的十进制数：只能有负号、半角数字和小数点，如 -12.5。"
        )
    if len(match[1].lstrip("0")) > INTEGER_DIGITS or len(match[2] or "") > DECIMALS:
        raise InvalidNumberError(
            "too_many_digits", f"“{text[:40]}”位数过多：整数部分最多 {INTEGER_DIGITS} 位，小数最多 {DECIMALS} 位。"
        )
    value = Decimal(text)
    return value if value else value.copy_abs()


def plain(value: Decimal | None) -> str | None:
    """Plain notation without exponent and without trailing zeros after the point; None stays None.

    >>> plain(Decimal("1.2E+3")), plain(Decimal("5.10")), plain(Decimal("-0.0"))
    ('1200', '5.1', '0')
    """
    if value is None:
        return None
    if not value:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(value: Decimal, digits: int) -> Decimal:
    """Round half up (away from zero) to `digits` decimals; a zero has no sign.

    >>> rounded(Decimal("2.675"), 2), rounded(Decimal("-0.05"), 1), rounded(Decimal("-0.04"), 1)
    (Decimal('2.68'), Decimal('-0.1'), Decimal('0.0'))
    """
    result = value.quantize(Decimal((0, (1,), -digits)), rounding=ROUND_HALF_UP, context=WIDE)
    return result if result else result.copy_abs()


def plain_rounded(value: Decimal, digits: int) -> str:
    """Round half up and keep exactly `digits` decimals.

    >>> plain_rounded(Decimal("5.0951"), 2)
    '5.10'
    """
    return format(rounded(value, digits), "f")


def plain_six(value: Decimal | None) -> str | None:
    """Six decimals, half up: how a number that was divided leaves the house.

    >>> plain_six(Decimal(5))
    '5.000000'
    """
    return None if value is None else plain_rounded(value, SIX)
